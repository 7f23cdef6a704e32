import { expect, test } from 'vitest'
import { decidedAt, suppression } from '../../../test/support/fake-contacts.ts'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, answer, button, one, said, settled, type, until } from '../../../test/support/mount.ts'
import { fail, openRoom, shownAt } from '../../../test/support/room.ts'

const root = () => one('sillage-suppressions').shadowRoot as ShadowRoot
const table = () => one('sillage-table', root()).shadowRoot as ShadowRoot
const rows = () =>
  all('tbody tr[role=row]', table()).map((row) =>
    [...row.querySelectorAll('td')].slice(0, 5).map((cell) => said(cell).trim()),
  )
const count = () => one('[role=status]', root()).textContent?.trim()
const question = () => said(one('sillage-confirm', root()).shadowRoot as ShadowRoot)
const lifts = () => all<HTMLButtonElement>('td button', table())
const when = shownAt(decidedAt)

const held = () => [
  suppression('ada@old.example', 'bounce', {
    id: 'a',
    reasons: [
      { reason: 'bounce', source: 'smtp', at: decidedAt },
      { reason: 'unsubscribe', source: 'page', at: '2026-01-01T10:00:00.000Z' },
    ],
  }),
  suppression('bob@old.example', 'manual', { id: 'b', topic: 'fairs' }),
  suppression(null, 'erasure', { id: 'c' }),
  suppression('cleo@old.example', 'complaint', {
    id: 'd',
    reasons: [{ reason: 'complaint', source: 'support call', at: decidedAt }],
  }),
]

async function open(lang = 'en', suppressions = held()) {
  const server = createFakeServer()
  server.kept.suppressions = suppressions
  const { notices } = await openRoom('suppression-list', server, lang)
  await until(() => rows().length === suppressions.length && count() !== '', 'the addresses')
  return { server, notices }
}

test('each address says why it is held back, from what, since when and by whom', async () => {
  const { server } = await open()
  expect(one('h1', root()).textContent).toBe('Not mailed')
  expect(said(root())).toContain('These addresses get no mail: because the person or their mail server said so')
  expect(all('thead th', table()).map((cell) => said(cell).trim())).toEqual([
    'Address',
    'Why',
    'From',
    'Since',
    'Said by',
    'Allow mails again',
  ])
  expect(rows()).toEqual([
    ['ada@old.example', 'Does not exist Unsubscribed', 'All mails', when, 'the mail server'],
    ['bob@old.example', 'Stopped by hand', 'fairs', when, '–'],
    ['Erased address', 'Erased', 'All mails', when, '–'],
    ['cleo@old.example', 'Reported as spam', 'All mails', when, 'support call'],
  ])
  expect(all('tbody .pill', table()).map(({ className }) => className)).toEqual([
    'pill bad',
    'pill off',
    'pill off',
    'pill off',
    'pill bad',
  ])
  expect(count()).toBe('4 addresses')
  const [asked, ...more] = server.asked('listSuppressions')
  expect([asked?.url.pathname, asked?.url.search, more]).toEqual(['/sillage/api/suppressions', '?limit=200', []])
})

test('addresses are searched when the typing stops, and filtered by reason at once', async () => {
  const { server } = await open()
  const asked = () => server.asked('listSuppressions').map(({ url }) => Object.fromEntries(url.searchParams))
  const search = one<HTMLInputElement>('input[type=search]', root())
  expect([search.placeholder, search.getAttribute('aria-label')]).toEqual(['Address', 'Address'])
  type(search, ' a')
  type(search, ' ada ')
  await until(() => rows().length === 1 && count() === '1 address')
  expect(asked()).toEqual([{ limit: '200' }, { limit: '200', q: 'ada' }])
  const select = one<HTMLSelectElement>('select', root())
  expect(select.getAttribute('aria-label')).toBe('Why')
  expect([...select.options].map(({ value, text }) => [value, text])).toEqual([
    ['', 'All reasons'],
    ['unsubscribe', 'Unsubscribed'],
    ['bounce', 'Does not exist'],
    ['complaint', 'Reported as spam'],
    ['manual', 'Stopped by hand'],
    ['erasure', 'Erased'],
  ])
  select.value = 'manual'
  select.dispatchEvent(new Event('change'))
  await until(() => said(table()).includes('No such address.'))
  expect(asked().at(-1)).toEqual({ limit: '200', q: 'ada', reason: 'manual' })
  expect(count()).toBe('0 addresses')
  type(search, '')
  await until(() => rows().length === 1 && count() === '1 address')
  expect(rows()[0]?.[0]).toBe('bob@old.example')
  select.value = 'complaint'
  select.dispatchEvent(new Event('change'))
  await until(() => rows()[0]?.[0] === 'cleo@old.example')
})

test('where nobody is held back that is said, and where nobody is found for a reason, something else', async () => {
  const { server } = await open('en', [])
  expect(said(table())).toContain('Every address may be mailed.')
  const select = one<HTMLSelectElement>('select', root())
  select.value = 'bounce'
  select.dispatchEvent(new Event('change'))
  await until(() => said(table()).includes('No such address.'))
  expect(server.asked('listSuppressions').at(-1)?.url.search).toBe('?reason=bounce&limit=200')
})

test('an address is lifted after a question that says why it was held back', async () => {
  const { server, notices } = await open()
  lifts()[0]?.click()
  await until(() => question().includes('Send mails to ada@old.example again?'))
  const asks = all('#text p', one('sillage-confirm', root()).shadowRoot as ShadowRoot)
  expect(asks.map((text) => text.textContent)).toEqual([
    'The mail server said that this address does not exist. If that is still so, mails come back again.',
    'This person unsubscribed. Write again only if they asked for it.',
  ])
  expect(one('.danger', root()).textContent?.trim()).toBe('Allow mails again')
  await answer('Back')
  await settled()
  expect([server.asked('deleteSuppression'), server.asked('listSuppressions').length, notices]).toEqual([[], 1, []])
  lifts()[0]?.click()
  await answer('Allow mails again')
  await until(() => rows().length === 3 && count() === '3 addresses')
  const asked = server.asked('deleteSuppression').map(({ method, url }) => [method, url.pathname, url.search])
  expect(asked).toEqual([['DELETE', '/sillage/api/suppressions/a', '']])
  expect(notices).toEqual(['success: ada@old.example may be mailed again'])
  expect(rows()[0]?.[0]).toBe('bob@old.example')
})

test('each reason is explained before it is lifted, also of an address that is not known any more', async () => {
  await open()
  const explained = async (at: number) => {
    lifts()[at]?.click()
    await until(() => all('sillage-confirm dialog[open]').length > 0 || question() !== '')
    await settled()
    const text = question()
    await answer('Back')
    await settled()
    return text
  }
  expect(await explained(1)).toContain('Somebody here stopped mails to this address.')
  const erased = await explained(2)
  expect(erased).toContain('Send mails to Erased address again?')
  expect(erased).toContain('This person had their data erased.')
  expect(await explained(3)).toContain('This person reported a mail as spam. Writing again harms how all')
})

test('where lifting fails that is said, and the real state is loaded', async () => {
  const { server, notices } = await open()
  fail(server, 'deleteSuppression', 'not_found')
  lifts()[1]?.click()
  await answer('Allow mails again')
  await until(() => notices.length === 1)
  expect(notices).toEqual(['error: That did not work This no longer exists; somebody may have deleted it.'])
  await until(() => server.asked('listSuppressions').length === 2)
  await until(() => rows().length === 4)
})

test('addresses that cannot be loaded say why and can be tried again', async () => {
  const server = createFakeServer()
  server.kept.suppressions = held()
  fail(server, 'listSuppressions')
  await openRoom('suppression-list', server)
  await until(() => said().includes('The addresses could not be loaded'))
  expect(said()).toContain('The database cannot be reached right now.')
  expect(count()).toBe('')
  server.state.intercept = undefined
  button('Try again').click()
  await until(() => rows().length === 4 && count() === '4 addresses')
  expect(said()).not.toContain('could not be loaded')
})
