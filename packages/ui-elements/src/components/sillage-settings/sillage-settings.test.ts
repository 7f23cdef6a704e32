import { expect, test } from 'vitest'
import { createFakeServer, type FakeServer } from '../../../test/support/fake-server.ts'
import { all, answer, button, focused, one, settled, type, until } from '../../../test/support/mount.ts'
import {
  asked,
  busy,
  hold,
  inside,
  isClosed,
  noQuestion,
  openDialog,
  openRoom,
  sentTo,
  spoil,
  texts,
} from '../../../test/support/room.ts'

const updatedAt = '2026-01-01T00:00:00.000Z'
const senders = [{ email: 'desk@port.example', name: 'Port' }, { email: 'info@port.example' }]
const topics = [
  { key: 'news', name: { en: 'News', fr: 'Nouvelles' }, description: { en: 'Once a month', fr: 'Une fois par mois' } },
  { key: 'fairs', name: 'Fairs' },
]

function filled(): FakeServer {
  const server = createFakeServer()
  Object.assign(server.settings.values, {
    senders: { value: senders, updatedAt },
    topics: { value: topics, updatedAt },
  })
  return server
}

async function room(server: FakeServer, lang = 'en') {
  const opened = await openRoom('campaign-settings', server, lang)
  await until(() => all('section').length === 3)
  await settled(1)
  return opened
}

const section = (title: string) => one(`section[aria-label="${title}"]`)
const entries = (title: string) => texts('li', section(title))
const written = (server: FakeServer) => sentTo(server, 'putSetting')

/** Presses a button, and answers the dialog that it opens. */
async function press(label: string, tag: 'sillage-sender' | 'sillage-topic') {
  button(label).focus()
  button(label).click()
  const dialog = await openDialog(tag)
  await settled(1)
  const field = (id: string) => one<HTMLInputElement>(`[id="${id}"]`, dialog)
  const error = (id: string) => texts(`[id="${id}-error"]`, dialog)[0]
  const save = async () => {
    button('Save', dialog).click()
    await settled(1)
  }
  return { dialog, field, error, save }
}

test('senders and topics are listed with what one may do, in the language of the page', async () => {
  const server = filled()
  await room(server)
  expect(entries('Senders')).toEqual(['Port desk@port.example Change Remove', 'info@port.example Change Remove'])
  expect(entries('Topics')).toEqual(['News news · Once a month Change Remove', 'Fairs fairs Change Remove'])
  expect([texts('h1'), texts('h2', inside('sillage-settings')).slice(0, 3)]).toEqual([
    ['Settings'],
    ['Senders', 'Look', 'Topics'],
  ])
  expect(all('button', section('Senders')).map(({ ariaLabel }) => ariaLabel)).toEqual([
    null,
    'Change Port',
    'Remove Port',
    'Change info@port.example',
    'Remove info@port.example',
  ])
  expect(sentTo(server, 'getSetting').map(([, path]) => path)).toEqual([
    '/settings/senders',
    '/settings/brand',
    '/settings/topics',
  ])
  expect(all('.pill.off')).toEqual([])
  await room(server, 'fr')
  expect(all('section li b').map(({ textContent }) => textContent)).toEqual([
    'Port',
    'info@port.example',
    'Nouvelles',
    'Fairs',
  ])
})

test('what nobody set is said to be empty, and what the installation sets cannot be changed', async () => {
  const server = createFakeServer()
  await room(server)
  expect(texts('.none')).toEqual([
    'None yet. Mails are from the sender of the installation.',
    'None yet. Recipients can only leave all mails, or the topic that a campaign names.',
  ])
  for (const key of ['senders', 'topics', 'brand'] as const) server.settings.values[key] = { fixed: true }
  Object.assign(server.settings.values, { senders: { value: senders, fixed: true } })
  await room(server)
  expect(texts('.pill.off')).toEqual(Array(3).fill('Set by the installation; it cannot be changed here.'))
  expect(texts('section button')).toEqual([])
  expect(entries('Senders')).toEqual(['Port desk@port.example', 'info@port.example'])
})

test('settings that could not be loaded are loaded again by a press', async () => {
  const server = filled()
  const mend = spoil(server, 'getSetting', () => server.refuse('busy', 'no'))
  await openRoom('campaign-settings', server)
  await until(() => all('[role=alert]').length > 0)
  expect(texts('[role=alert] > *')).toEqual(['The settings could not be loaded', busy, 'Try again'])
  expect([all('section').length, texts('p[role=status]')]).toEqual([0, []])
  mend()
  const free = hold(server, 'getSetting')
  await openRoom('campaign-settings', server)
  expect([all('section').length, texts('p[role=status]')]).toEqual([0, ['Loading…']])
  free()
  await until(() => all('section').length === 3)
  expect(texts('p[role=status]')).toEqual([])
  spoil(server, 'getSetting', () => server.refuse('busy', 'no'))
  await openRoom('campaign-settings', server)
  await until(() => all('[role=alert]').length > 0)
  server.state.intercept = undefined
  button('Try again').click()
  await until(() => all('section').length === 3)
  expect(all('[role=alert]')).toEqual([])
})

test('a sender needs an address, and is added to those that are there by now', async () => {
  const server = filled()
  const { notices } = await room(server)
  const { dialog, field, error, save } = await press('Add a sender', 'sillage-sender')
  expect([texts('h2', dialog), field('email').value, field('name').value]).toEqual([['Senders'], '', ''])
  for (const email of ['', 'desk', 'desk@']) {
    type(field('email'), email)
    await save()
    expect([error('email'), focused()]).toEqual(['Give an email address.', field('email')])
    expect(field('email').getAttribute('aria-invalid')).toBe('true')
  }
  type(field('email'), ' new@port.example ')
  await settled(1)
  expect([error('email'), field('email').getAttribute('aria-invalid')]).toEqual(['', 'false'])
  type(field('name'), ' ')
  const other = { email: 'other@port.example' }
  server.settings.values.senders = { value: [other], updatedAt }
  for (const [field_, at, text] of [
    ['value[1].email', 'email', 'This value is not accepted. (no)'],
    ['value[12].name', 'name', 'This value is not accepted. (no)'],
  ] as const) {
    spoil(server, 'putSetting', () => server.refuse('invalid_field', 'no', field_))
    await save()
    await until(() => error(at) !== '')
    expect([error(at), focused(), all('.note.bad', dialog).length]).toEqual([text, field(at), 0])
  }
  spoil(server, 'putSetting', () => server.refuse('busy', 'no', 'value'))
  await save()
  await until(() => all('.note.bad', dialog).length > 0)
  expect([texts('.note.bad', dialog), field('email').value, notices]).toEqual([[busy], 'new@port.example', []])
  const before = written(server).length
  const free = hold(server, 'putSetting')
  for (let n = 0; n < 2; n += 1) field('email').form?.requestSubmit()
  await settled(1)
  expect([button('Save', dialog).matches(':disabled'), button('Save', dialog).className]).toEqual([
    true,
    'primary busy',
  ])
  free()
  await until(() => isClosed('sillage-sender'))
  expect(written(server).slice(before)).toEqual([
    ['PUT', '/settings/senders', { value: [other, { email: 'new@port.example' }] }],
  ])
  await until(() => entries('Senders').length === 2 && entries('Senders')[0]?.startsWith('other'))
  expect([notices, focused()]).toEqual([['success: Settings saved'], button('Add a sender')])
})

test('changing a sender puts it in its place, or adds it where somebody removed it', async () => {
  const server = filled()
  await room(server)
  const first = await press('Change Port', 'sillage-sender')
  expect([first.field('email').value, first.field('name').value]).toEqual(['desk@port.example', 'Port'])
  type(first.field('name'), ' Harbour ')
  await first.save()
  await until(() => entries('Senders')[0]?.startsWith('Harbour'))
  const second = await press('Change info@port.example', 'sillage-sender')
  expect(second.field('name').value).toBe('')
  type(second.field('name'), 'Info')
  server.settings.values.senders = { value: [{ email: 'info@port.example', name: 'Another' }], updatedAt }
  await second.save()
  await until(() => entries('Senders')[1]?.startsWith('Info'))
  expect(written(server).map(([, , body]) => body)).toEqual([
    { value: [{ email: 'desk@port.example', name: 'Harbour' }, senders[1]] },
    {
      value: [
        { email: 'info@port.example', name: 'Another' },
        { email: 'info@port.example', name: 'Info' },
      ],
    },
  ])
})

test('closing a dialog asks before a change is lost, and not where there is none', async () => {
  const server = filled()
  await room(server)
  const { dialog, field } = await press('Change Port', 'sillage-sender')
  button('Close', dialog).click()
  await until(() => isClosed('sillage-sender'))
  expect(focused()).toBe(button('Change Port'))
  button('Change Port').click()
  await openDialog('sillage-sender')
  type(field('name'), 'Mine')
  button('Close', dialog).click()
  expect(await asked()).toEqual(['Close without saving?', 'What you changed is lost.', 'Back', 'Discard changes'])
  await answer('Back')
  await noQuestion()
  expect([isClosed('sillage-sender'), field('name').value]).toEqual([false, 'Mine'])
  button('Close', dialog).click()
  await answer('Discard changes')
  await until(() => isClosed('sillage-sender'))
  expect(written(server)).toEqual([])
  await press('Change Port', 'sillage-sender')
  expect(field('name').value).toBe('Port')
})

test('removing asks first, and takes only that entry of those that are there by now', async () => {
  const server = filled()
  const { notices } = await room(server)
  button('Remove Port').click()
  expect(await asked()).toEqual([
    'Remove Port?',
    'It can no longer be chosen. Campaigns that are from it stay as they are.',
    'Back',
    'Remove',
  ])
  expect(one('dialog.narrow[open] .danger').textContent?.trim()).toBe('Remove')
  await answer('Back')
  await noQuestion()
  expect(written(server)).toEqual([])
  button('Remove info@port.example').click()
  expect((await asked())[0]).toBe('Remove info@port.example?')
  const namesake = { email: 'info@port.example', name: 'Another' }
  const nameless = { email: 'third@port.example' }
  server.settings.values.senders = { value: [...senders, namesake, nameless], updatedAt }
  await answer('Remove')
  await until(() => entries('Senders')[1]?.startsWith('Another'))
  button('Remove News').click()
  expect(await asked()).toEqual([
    'Remove the topic News?',
    'It leaves the page of choices; after a mail about it the page shows its key. Campaigns that name it go on.',
    'Whoever unsubscribed from it stays unsubscribed, also when a topic with the key news comes back.',
    'Back',
    'Remove',
  ])
  await answer('Back')
  await noQuestion()
  button('Remove News').click()
  await answer('Remove')
  await until(() => entries('Topics').length === 1)
  expect(written(server)).toEqual([
    ['PUT', '/settings/senders', { value: [senders[0], namesake, nameless] }],
    ['PUT', '/settings/topics', { value: [topics[1]] }],
  ])
  expect(notices).toEqual(Array(2).fill('success: Settings saved'))
  spoil(server, 'putSetting', () => server.refuse('busy', 'no'))
  button('Remove Fairs').click()
  await answer('Remove')
  await until(() => notices.length === 3)
  expect([notices[2], entries('Topics').length]).toEqual([`error: That did not work ${busy}`, 1])
})
