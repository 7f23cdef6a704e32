import { expect, test, vi } from 'vitest'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { delivery, webhook } from '../../../test/support/fake-settings.ts'
import { all, answer, button, focused, one, settled, type, until } from '../../../test/support/mount.ts'
import {
  asked,
  hold,
  inside,
  isClosed,
  openDialog,
  openRoom,
  sentTo,
  spoil,
  texts,
  tick,
} from '../../../test/support/room.ts'
import { openWebhook, openWebhooks, rowsOf } from '../../../test/support/webhooks.ts'
import { formatFor } from '../../format/format.ts'
import { en } from '../../locales/en.ts'

const { dateTime, moment } = formatFor('en', en.common.units)

test('the list says of each webhook where it sends what, how it is, and since when', async () => {
  const server = createFakeServer()
  const failingSince = '2026-03-04T09:00:00.000Z'
  server.settings.webhooks = [
    webhook({ description: 'Sales' }),
    webhook({ id: 'w2', events: ['message.clicked'], lagging: true, failingSince }),
    webhook({ id: 'w3', events: ['message.sent', 'message.opened'], enabled: false }),
    webhook({ id: 'w4', events: ['later.fact' as 'message.sent'], enabled: false, disabledReason: 'gone' }),
    webhook({ id: 'w5', enabled: false, disabledReason: 'failing' }),
    webhook({ id: 'w6', enabled: false, disabledReason: 'of later versions' as 'gone' }),
  ]
  await openWebhooks(server)
  const since = dateTime('2026-03-04T10:30:00.000Z')
  const url = 'https://crm.example/in'
  expect(rowsOf('sillage-webhooks')).toEqual([
    [`${url} Sales`, 'Everything', 'On', since],
    [url, 'A link was clicked', 'Retrying', since],
    [url, '2 events', 'Paused', since],
    [url, 'later.fact', 'Off: gone', since],
    [url, 'Everything', 'Off: failing', since],
    [url, 'Everything', 'Off: failing', since],
  ])
  expect(all('td .pill').map(({ className }) => className)).toEqual(
    ['ok', 'warn', 'off', 'bad', 'bad', 'bad'].map((look) => `pill ${look}`),
  )
  expect([texts('h1'), texts('th', inside('sillage-table', inside('sillage-webhooks')))]).toEqual([
    ['Webhooks'],
    ['Address', 'What it gets', 'State', 'Added'],
  ])
  await openWebhooks(server, 'fr')
  expect(
    rowsOf('sillage-webhooks')
      .map(([, events, state]) => `${events}, ${state}`)
      .slice(0, 3),
  ).toEqual(['Tout, Actif', 'Un lien a été cliqué, Nouvel essai', '2 événements, En pause'])
})

test('without webhooks it says so, and a list that could not be loaded is loaded again by a press', async () => {
  const server = createFakeServer()
  const mend = spoil(server, 'listWebhooks', () => server.refuse('busy', 'no'))
  await openRoom('webhook-list', server)
  await until(() => all('[role=alert]').length > 0)
  expect(texts('[role=alert] > *')).toEqual([
    'The webhooks could not be loaded',
    'The server has too much to do at the moment. Try again shortly.',
    'Try again',
  ])
  mend()
  button('Try again').click()
  await until(() => texts('.blank')[0] === 'No webhooks yet. Another system can be told of clicks, bounces and more.')
  expect(all('[role=alert]')).toEqual([])
})

test('a new webhook needs an address and something to get; its secret is shown once, and can be copied', async () => {
  const server = createFakeServer()
  const { notices } = await openWebhooks(server)
  const opener = button('Add a webhook')
  opener.focus()
  opener.click()
  const dialog = await openDialog('sillage-webhook-form')
  const field = (id: string) => one<HTMLInputElement>(`[id="${id}"]`, dialog)
  const errors = () => [texts('#url-error', dialog)[0], texts('#events-error', dialog)[0]]
  const invalid = () => all('[aria-invalid=true]', dialog).map(({ id }) => id)
  const save = () => button('Save', dialog)
  expect([texts('h2', dialog), errors(), invalid()]).toEqual([['Webhook'], ['', ''], []])
  for (const url of ['', 'crm.example', 'ftp://crm.example', 'mailto:crm@example.com']) {
    type(field('url'), url)
    save().click()
    await settled(1)
    expect(errors()).toEqual(['Give an address that begins with https:// or http://.', ''])
    expect([invalid(), focused()]).toEqual([['url'], field('url')])
  }
  type(field('url'), ' http://crm.example/in ')
  await settled(1)
  expect([errors(), invalid()]).toEqual([['', ''], []])
  save().click()
  await settled(1)
  expect([errors(), invalid(), focused()]).toEqual([['', 'Choose at least one.'], ['everything'], field('everything')])

  const facts = () => texts('.facts label', dialog)
  expect([facts().length, facts().includes('Test'), facts().includes('A link was clicked')]).toEqual([16, false, true])
  expect(one('.facts', dialog).hidden).toBe(false)
  for (const fact of ['message.opened', 'message.clicked', 'message.sent']) {
    tick(field(fact), true)
    await settled(1)
  }
  tick(field('message.clicked'), false)
  await settled(1)
  expect(errors()).toEqual(['', ''])
  const mend = spoil(server, 'createWebhook', () => server.refuse('invalid_field', 'private address', 'url'))
  save().click()
  await until(() => errors()[0] !== '')
  expect([errors()[0], focused(), all('.note.bad', dialog).length]).toEqual([
    'This value is not accepted. (private address)',
    field('url'),
    0,
  ])
  mend()
  const free = hold(server, 'createWebhook')
  for (let press = 0; press < 2; press += 1) field('url').form?.requestSubmit()
  await settled(1)
  expect([save().matches(':disabled'), save().className]).toEqual([true, 'primary busy'])
  free()

  const secret = await openDialog('sillage-secret')
  expect(sentTo(server, 'createWebhook').slice(1)).toEqual([
    [
      'POST',
      '/webhooks',
      { url: 'http://crm.example/in', events: ['message.sent', 'message.opened'], machines: false },
    ],
  ])
  expect([isClosed('sillage-webhook-form'), notices]).toEqual([true, ['success: Webhook saved']])
  const shown = one<HTMLInputElement>('#secret', secret)
  expect([texts('h2', secret), shown.value, shown.readOnly]).toEqual([
    ['The secret of this webhook'],
    'whsec_first',
    true,
  ])
  const copy = vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValueOnce(new Error('not allowed'))
  button('Copy', secret).click()
  await settled(1)
  expect([texts('[role=status]', secret), shown.selectionStart, shown.selectionEnd]).toEqual([[''], 0, 11])
  copy.mockResolvedValueOnce()
  button('Copy', secret).click()
  await until(() => texts('[role=status]', secret)[0] === 'Copied')
  expect(copy.mock.calls).toEqual([['whsec_first'], ['whsec_first']])
  copy.mockRestore()
  button('I have it', secret).click()
  await until(() => shown.value === '')
  expect(isClosed('sillage-secret')).toBe(true)
  await until(() => rowsOf('sillage-webhooks').length === 1)
  expect(rowsOf('sillage-webhooks')[0]?.slice(0, 2)).toEqual(['http://crm.example/in', '2 events'])
  expect(focused()).toBe(opener)
})

test('one that gets everything is asked for no facts; closing its form asks before anything is lost', async () => {
  const server = createFakeServer()
  await openWebhooks(server)
  button('Add a webhook').click()
  const dialog = await openDialog('sillage-webhook-form')
  const field = (id: string) => one<HTMLInputElement>(`[id="${id}"]`, dialog)
  type(field('url'), 'https://crm.example')
  type(field('description'), ' Sales ')
  tick(field('everything'), true)
  tick(field('machines'), true)
  await settled(1)
  expect(one('.facts', dialog).hidden).toBe(true)
  button('Close', dialog).click()
  expect(await asked()).toEqual(['Close without saving?', 'What you changed is lost.', 'Back', 'Discard changes'])
  await answer('Back')
  await settled(1)
  button('Save', dialog).click()
  await openDialog('sillage-secret')
  expect(sentTo(server, 'createWebhook')[0]?.[2]).toEqual({
    url: 'https://crm.example',
    events: ['*'],
    machines: true,
    description: 'Sales',
  })
})

test('an open webhook says what its state means and what was sent to it', async () => {
  const server = createFakeServer()
  const nextTryAt = '2026-03-04T11:00:00.000Z'
  server.settings.deliveries = [
    delivery({ durationMs: 1041 }),
    delivery({
      id: 'd2',
      type: 'later.fact' as 'message.sent',
      status: 'waiting',
      answer: null,
      error: 'timed out',
      attempts: 3,
      nextTryAt,
    }),
    delivery({ id: 'd3', status: 'failed', answer: null }),
  ]
  const failingSince = '2026-03-04T09:00:00.000Z'
  const { view, opener } = await openWebhook(server, { description: 'Sales', lagging: true, failingSince })
  expect([texts('.note', view), texts('.row .pill', view), texts('.row .muted', view)[0]]).toEqual([
    [`Not answered as it should since ${moment(failingSince)}. It is tried again, and all later ones wait.`],
    ['Retrying'],
    'Sales',
  ])
  const at = moment('2026-03-04T10:30:00.000Z')
  expect(rowsOf('sillage-webhook')).toEqual([
    ['A mail was sent', 'Arrived', '204 1,041 ms', at, 'Send again'],
    ['later.fact', 'Waits', 'timed out 41 ms and 3 tries', `${at} again ${moment(nextTryAt)}`, 'Send again'],
    ['A mail was sent', 'Given up', '– 41 ms', at, 'Send again'],
  ])
  expect(all('td .pill', view).map(({ className }) => className)).toEqual(['pill ok', 'pill warn', 'pill bad'])
  tick(one<HTMLInputElement>('input[type=checkbox]', view), true)
  await until(() => rowsOf('sillage-webhook').length === 2)
  expect(server.asked('listDeliveries').map(({ url }) => `${url.pathname}${url.search}`)).toEqual([
    '/sillage/api/webhooks/w1/deliveries?limit=200',
    '/sillage/api/webhooks/w1/deliveries?failed=true&limit=200',
  ])
  server.settings.deliveries = []
  tick(one<HTMLInputElement>('input[type=checkbox]', view), false)
  await until(() => texts('.blank', view)[0] === 'Nothing was sent to it yet.')
  tick(one<HTMLInputElement>('input[type=checkbox]', view), true)
  await until(() => texts('.blank', view)[0] === 'All of them arrived.')
  button('Close', view).click()
  await until(() => isClosed('sillage-webhook'))
  expect(focused()).toBe(opener)
})

test.each([
  [{ lagging: true }, ['Retrying'], []],
  [
    { enabled: false, disabledReason: 'gone' },
    ['Off: gone'],
    ['The address answered that it is gone (410), so nothing is sent to it any more.'],
  ],
  [
    { enabled: false, disabledReason: 'failing' },
    ['Off: failing'],
    ['The address failed for three days, so nothing is sent to it any more.'],
  ],
  [{ enabled: false }, ['Paused'], ['Nothing is sent to it, and what happens meanwhile is not kept for it.']],
  [{}, ['On'], []],
] as const)('what the state of %j means', async (part, pill, note) => {
  const server = createFakeServer()
  const { view } = await openWebhook(server, part)
  expect([texts('.row .pill', view), texts('.note', view)]).toEqual([pill, note])
  expect(texts('.part .row button', view)[1]).toBe('enabled' in part ? 'Switch on' : 'Pause')
})
