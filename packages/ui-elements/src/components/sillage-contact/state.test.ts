import type { Suppression } from '@sillage/core/browser'
import { expect, test } from 'vitest'
import { keepDownloads } from '../../../test/support/downloads.ts'
import { decidedAt, suppression } from '../../../test/support/fake-contacts.ts'
import { createFakeServer, type FakeServer } from '../../../test/support/fake-server.ts'
import { all, answer, button, one, said, settled, type, until } from '../../../test/support/mount.ts'
import { fail, hold, openRoom, shownAt } from '../../../test/support/room.ts'

const email = 'contact1@example.test'
const root = () => one('sillage-contact').shadowRoot as ShadowRoot
const dialog = () => one<HTMLDialogElement>('dialog', root())
const question = () => said(one('sillage-confirm', root()).shadowRoot as ShadowRoot)
const away = 'error: That did not work The database cannot be reached right now. Try again in a moment.'
/** The part of a dialog under this heading. */
const part = (heading: string) =>
  all('.part', root()).find((one) => one.querySelector('h3')?.textContent?.trim() === heading)
const mail = () => said(part('May be written to') as HTMLElement).trim()
const offers = (label: string) =>
  all('button', part('May be written to')).some((one) => one.textContent?.trim() === label)
const stop = 'Stop mails to this address'
const lift = 'Allow mails again'

/** Opens the first contact, whose address decided this. */
async function open(suppressions: Suppression[] = [], lang = 'en', server = createFakeServer({ contacts: 2 })) {
  server.kept.suppressions = suppressions
  const { notices } = await openRoom('contact-manager', server, lang)
  await until(() => all('.who').length === 2)
  all('.who')[0]?.click()
  await until(() => dialog().open && all('h3', root()).length === 3, 'the state')
  return { server, notices }
}

/** Sets the topics that have a name. */
function name(server: FakeServer, value: readonly object[]): void {
  server.state.intercept = ({ url }) =>
    url.pathname === '/sillage/api/settings/topics'
      ? Response.json({ key: 'topics', value, fixed: false, updatedAt: null })
      : undefined
}

test('mails to a person are stopped after a question, and allowed again after another', async () => {
  const { server } = await open()
  expect(server.asked('getRecipient').map(({ method, body }) => [method, body])).toEqual([['POST', { email }]])
  expect(mail()).toBe(`May be written to Yes ${stop} May be measured: opens, clicks, and read time`)
  expect(one('.pill', part('May be written to') as HTMLElement).className).toBe('pill ok')
  button(stop).click()
  await until(() => question().includes(`Send no more mails to ${email}?`))
  expect(question()).toContain('Messages that wait are left out. You can take it back.')
  expect(button(stop, one('sillage-confirm', root()).shadowRoot as ShadowRoot).className).toBe('primary')
  await answer('Back')
  await settled()
  expect(server.asked('unsubscribeRecipient')).toEqual([])
  button(stop).click()
  await answer(stop)
  await until(() => mail().includes('Not mailed any more'))
  expect(server.asked('unsubscribeRecipient').map(({ body }) => body)).toEqual([{ email, reason: 'manual' }])
  expect(mail()).toContain(`Not mailed any more Stopped by hand, ${shownAt(decidedAt)} `)
  expect(one('.pill', part('May be written to') as HTMLElement).className).toBe('pill warn')
  expect([offers(stop), offers(lift)]).toEqual([false, true])
  button(lift, root()).click()
  await until(() => question().includes(`Send mails to ${email} again?`))
  expect(question()).toContain('Do this only if the person asked for it.')
  await answer('Back')
  await settled()
  expect(server.asked('resubscribeRecipient')).toEqual([])
  button(lift, root()).click()
  await answer(lift)
  await until(() => mail().includes('Yes'))
  expect(server.asked('resubscribeRecipient').map(({ body }) => body)).toEqual([{ email }])
  expect(offers(lift)).toBe(false)
})

test('where stopping fails that is said, the state stays, and it can be tried again', async () => {
  const { server, notices } = await open()
  fail(server, 'unsubscribeRecipient')
  button(stop).click()
  await answer(stop)
  await until(() => notices.length === 1)
  expect(notices).toEqual([away])
  expect(mail()).toContain('Yes')
  server.state.intercept = undefined
  button(stop).click()
  await answer(stop)
  await until(() => mail().includes('Not mailed any more'))
  expect(server.asked('unsubscribeRecipient')).toHaveLength(2)
})

test.each([
  ['unsubscribe', 'Unsubscribed', true],
  ['manual', 'Stopped by hand', true],
  ['bounce', 'Does not exist', false],
  ['complaint', 'Reported as spam', false],
  ['erasure', 'Erased', false],
] as const)(
  'what is held back for %s can be taken back here only where a person decided it',
  async (reason, said, can) => {
    await open([suppression(email, reason)])
    expect(mail()).toContain(`Not mailed any more ${said}, ${shownAt(decidedAt)}`)
    expect([offers(lift), offers(stop)]).toEqual([can, false])
  },
)

test('one who left a topic and does not exist any more cannot be mailed again by a press that changes nothing', async () => {
  await open([suppression(email, 'bounce'), suppression(email, 'unsubscribe', { topic: 'fairs' })])
  expect(mail()).toContain('Not mailed any more')
  expect([offers(lift), offers(stop)]).toEqual([false, false])
})

test('topics are shown by their names in the language of the page, and others that the person left by their keys', async () => {
  const server = createFakeServer({ contacts: 2 })
  name(server, [
    { key: 'news', name: { en: 'Letters', fr: 'Lettres' } },
    { key: 'fairs', name: 'Fairs' },
  ])
  const left = ['old', 'fairs'].map((topic) => suppression(email, 'unsubscribe', { topic }))
  await open(left, 'en', server)
  await until(() => all('.topics li', root()).length === 3)
  const since = `Left Unsubscribed, ${shownAt(decidedAt)}`
  const rows = () => all('.topics li', root()).map((row) => said(row).trim())
  expect(rows()).toEqual(['Letters Receives', `Fairs ${since}`, `old ${since}`])
  expect(all('.topics .pill', root()).map(({ className }) => className)).toEqual(['pill ok', 'pill warn', 'pill warn'])
  expect(mail()).toContain('By topic')
  // One who left a topic still gets everything else.
  expect([mail().startsWith('May be written to Yes'), offers(stop), offers(lift)]).toEqual([true, true, false])
  name(server, [{ key: 'news', name: { en: 'Letters', fr: 'Lettres' } }])
  await open([], 'fr', server)
  expect(rows()).toEqual(['Lettres Reçoit'])
})

test('without topics there is no list of them', async () => {
  await open([suppression(email, 'bounce')])
  expect([all('.topics', root()), all('h4', root())]).toEqual([[], []])
})

test('what may be measured is listed, with when and where that was decided', async () => {
  const server = createFakeServer({ contacts: 2 })
  server.kept.consent = { opens: false, clicks: true, readTime: false, at: decidedAt, source: 'fair' }
  await open([], 'en', server)
  expect(mail()).toContain(`May be measured: clicks (decided on ${shownAt(decidedAt)}, fair)`)
  server.kept.consent = { opens: false, clicks: false, readTime: false, at: decidedAt, source: null }
  await open([], 'en', server)
  expect(mail()).toContain(`May be measured: nothing (decided on ${shownAt(decidedAt)}, –)`)
})

test('a state that cannot be loaded is left out, and the contact can still be changed', async () => {
  const server = createFakeServer({ contacts: 2 })
  fail(server, 'getRecipient')
  const { notices } = await openRoom('contact-manager', server)
  await until(() => all('.who').length === 2)
  all('.who')[0]?.click()
  await until(() => server.asked('getRecipient').length === 1)
  await settled()
  expect(all('h3', root()).map((one) => one.textContent)).toEqual(['Mails'])
  expect([notices, button('Save').matches(':disabled')]).toEqual([[], false])
})

test('a state is never shown with another person: not while theirs is loaded, nor when it comes late', async () => {
  const { server } = await open()
  const headings = () => all('h3', root()).map((one) => one.textContent)
  const leave = async () => {
    button('Close', root()).click()
    await until(() => !dialog().open)
  }
  await leave()
  const release = hold(server, 'getRecipient')
  all('.who')[1]?.click()
  await until(() => server.asked('getRecipient').length === 2)
  expect(headings()).toEqual(['Mails'])
  await leave()
  await settled()
  button('Add a contact').click()
  await until(() => dialog().open)
  release()
  await settled()
  expect(headings()).toEqual([])
})

test('all data of a person are downloaded as a file, once for two presses', async () => {
  const { server, notices } = await open()
  const files = keepDownloads()
  const release = hold(server, 'exportRecipient')
  button('Download all data').click()
  button('Download all data').click()
  await until(() => server.asked('exportRecipient').length > 0)
  await settled()
  // Nothing else is done with the person meanwhile.
  expect(button('Save').matches(':disabled')).toBe(true)
  release()
  await until(() => files.length > 0)
  await settled()
  expect(server.asked('exportRecipient').map(({ body }) => body)).toEqual([{ email }])
  const text = JSON.stringify({ email, contacts: [server.state.people[0]] }, null, 2)
  expect(files).toEqual([{ name: 'person.json', type: 'application/json', text }])
  fail(server, 'exportRecipient')
  button('Download all data').click()
  await until(() => notices.length === 1)
  expect([notices, files.length]).toEqual([[away], 1])
  expect(button('Save').matches(':disabled')).toBe(false)
})

test('a person is erased only after a question that says what disappears, and leaves the list', async () => {
  const { server, notices } = await open()
  // What was changed of somebody who disappears is no reason to ask again.
  type(one<HTMLInputElement>('#company', root()), 'Changed')
  await settled()
  button('Erase this person').click()
  await until(() => question().includes(`Erase everything about ${email}?`))
  expect(question()).toContain('Contact, messages and what is known of them disappear for good. The address is kept')
  expect(one('.danger', root()).textContent?.trim()).toBe('Erase for good')
  await answer('Back')
  await settled()
  expect(server.asked('eraseRecipient')).toEqual([])
  fail(server, 'eraseRecipient')
  button('Erase this person').click()
  await answer('Erase for good')
  await until(() => notices.length === 1)
  expect([notices[0], dialog().open, all('.who').length]).toEqual([away, true, 2])
  server.state.intercept = undefined
  button('Erase this person').click()
  await answer('Erase for good')
  await until(() => !dialog().open)
  expect(server.asked('eraseRecipient').map(({ body }) => body)).toEqual([{ email }, { email }])
  expect(notices[1]).toBe('success: The person is erased')
  await until(() => said().includes('1 contact '))
  expect(all('.who').map((who) => said(who))).not.toContain(expect.stringContaining(email))
})
