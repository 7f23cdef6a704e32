import { expect, test } from 'vitest'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { delivery } from '../../../test/support/fake-settings.ts'
import { all, answer, button, focused, one, settled, type, until } from '../../../test/support/mount.ts'
import { asked, busy, hold, inside, isClosed, noQuestion, sentTo, spoil, texts } from '../../../test/support/room.ts'
import { openWebhook, rowsOf } from '../../../test/support/webhooks.ts'

test('a test is sent once however often one presses, what came of it is said, and the list is read again', async () => {
  const server = createFakeServer()
  const { view, notices, press } = await openWebhook(server)
  const go = hold(server, 'testWebhook')
  await press('Send a test')
  await press('Send a test')
  const buttons = all('.part .row button', view)
  const free = () => until(() => buttons.every(({ ariaDisabled }) => ariaDisabled === 'false'))
  expect(buttons.map(({ ariaDisabled }) => ariaDisabled)).toEqual(Array(5).fill('true'))
  server.settings.deliveries = [delivery({ type: 'webhook.test' })]
  go()
  await until(() => rowsOf('sillage-webhook').length === 1)
  expect(rowsOf('sillage-webhook')[0]?.[0]).toBe('Test')
  expect(sentTo(server, 'testWebhook')).toEqual([['POST', '/webhooks/w1/test', {}]])
  expect(notices).toEqual(['success: The test arrived'])
  expect(buttons.map(({ ariaDisabled }) => ariaDisabled)).toEqual(Array(5).fill('false'))
  for (const [part, said] of [
    [{ answer: 500, error: null }, '500'],
    [{ answer: 500, error: 'certificate expired' }, 'certificate expired'],
    [{ answer: null, error: null }, ''],
  ] as const) {
    server.settings.tried = delivery({ status: 'failed', ...part })
    const count = notices.length
    await press('Send a test')
    await until(() => notices.length > count)
    expect(notices.at(-1)).toBe(`error: The test did not arrive ${said}`.trim())
    await free()
  }
  const mend = spoil(server, 'testWebhook', () => server.refuse('busy', 'no'))
  await press('Send a test')
  await until(() => notices.length === 5)
  expect(notices.at(-1)).toBe(`error: That did not work ${busy}`)
  mend()
  server.settings.tried = delivery()
  await free()
  await press('Send a test')
  await until(() => notices.length === 6)
  expect(notices.at(-1)).toBe('success: The test arrived')
})

test('a delivery is sent again, and what came of it is said', async () => {
  const server = createFakeServer()
  server.settings.deliveries = [delivery({ id: 'd7', type: 'message.clicked' })]
  const { view, notices } = await openWebhook(server)
  const again = button('Send again: A link was clicked', view)
  const before = server.asked('listDeliveries').length
  again.click()
  await until(() => notices.length === 1)
  server.settings.tried = delivery({ status: 'waiting', answer: 404 })
  await until(() => server.asked('listDeliveries').length === before + 1)
  await until(() => all('tbody .ghost', view).length === 0)
  button('Send again: A link was clicked', view).click()
  await until(() => notices.length === 2)
  expect(notices).toEqual(['success: Sent again, and it arrived', 'error: Sent again, and it did not arrive 404'])
  expect(sentTo(server, 'redeliver')).toEqual(Array(2).fill(['POST', '/webhooks/w1/deliveries/d7', {}]))
  await until(() => server.asked('listDeliveries').length === before + 2)
})

test('pausing asks first, switching on does not; the list follows', async () => {
  const server = createFakeServer()
  const { view, notices, press } = await openWebhook(server)
  await press('Pause')
  expect(await asked()).toEqual([
    'Pause this webhook?',
    'What happens until it is switched on again is never sent to it.',
    'Back',
    'Pause',
  ])
  expect(one('dialog[open] .danger').textContent?.trim()).toBe('Pause')
  await answer('Back')
  await noQuestion()
  expect(sentTo(server, 'updateWebhook')).toEqual([])
  await press('Pause')
  await answer('Pause')
  await until(() => texts('.row .pill', view)[0] === 'Paused')
  await until(() => rowsOf('sillage-webhooks')[0]?.[2] === 'Paused')
  expect(notices).toEqual([])
  await press('Switch on')
  await until(() => texts('.row .pill', view)[0] === 'On')
  await until(() => rowsOf('sillage-webhooks')[0]?.[2] === 'On')
  expect(all('dialog.narrow[open]')).toEqual([])
  expect(sentTo(server, 'updateWebhook')).toEqual([
    ['PATCH', '/webhooks/w1', { enabled: false }],
    ['PATCH', '/webhooks/w1', { enabled: true }],
  ])
  expect(notices).toEqual(['success: Webhook switched on'])
})

test('a new secret is made when that was confirmed, and shown', async () => {
  const server = createFakeServer()
  const { press, view } = await openWebhook(server)
  await press('New secret')
  expect(await asked()).toEqual([
    'Make a new secret?',
    'Requests are signed with both for a day. Give the new one to the receiver meanwhile.',
    'Back',
    'Make a new secret',
  ])
  expect(all('dialog[open] .danger')).toEqual([])
  await answer('Back')
  await noQuestion()
  expect(sentTo(server, 'rotateWebhookSecret')).toEqual([])
  await press('New secret')
  await answer('Make a new secret')
  const secret = await until(() => inside('sillage-secret', view).querySelector<HTMLElement>('dialog[open]'))
  expect(one<HTMLInputElement>('#secret', secret).value).toBe('whsec_second')
  expect(sentTo(server, 'rotateWebhookSecret')).toEqual([['POST', '/webhooks/w1/secret', {}]])
})

test('changing begins with what there is, and empties what is emptied', async () => {
  const server = createFakeServer()
  const events: ['message.sent', 'message.clicked'] = ['message.sent', 'message.clicked']
  const { view, press, notices } = await openWebhook(server, { description: 'Sales', events, machines: true })
  await press('Change')
  const form = inside('sillage-webhook-form', view)
  const field = (id: string) => one<HTMLInputElement>(`[id="${id}"]`, form)
  expect([field('url').value, field('description').value]).toEqual(['https://crm.example/in', 'Sales'])
  const ticked = () =>
    all<HTMLInputElement>('input[type=checkbox]', form).flatMap(({ id, checked }) => (checked ? id : []))
  expect(ticked()).toEqual(['message.sent', 'message.clicked', 'machines'])
  type(field('url'), 'https://crm.example/new')
  type(field('description'), ' ')
  await settled(1)
  button('Save', form).click()
  await until(() => notices.length === 1)
  expect(sentTo(server, 'updateWebhook')).toEqual([
    ['PATCH', '/webhooks/w1', { url: 'https://crm.example/new', events, machines: true, description: null }],
  ])
  await until(() => rowsOf('sillage-webhooks')[0]?.[0] === 'https://crm.example/new')
  await settled(1)
  expect([texts('#title', view)[0], notices]).toEqual(['https://crm.example/new', ['success: Webhook saved']])

  const every = await openWebhook(server, { events: ['*'] })
  await every.press('Change')
  const box = one<HTMLInputElement>('[id="everything"]', inside('sillage-webhook-form', every.view))
  expect([box.checked, one('.facts', inside('sillage-webhook-form', every.view)).hidden]).toEqual([true, true])
})

test('deleting asks first; then it is gone from the list, and said', async () => {
  const server = createFakeServer()
  const { press, notices } = await openWebhook(server, { events: ['*'] })
  await press('Delete')
  expect(await asked()).toEqual([
    'Delete this webhook?',
    'Nothing is sent to it any more, and the list of what was sent is gone.',
    'Back',
    'Delete the webhook',
  ])
  expect([focused()?.textContent, one('dialog[open] .danger').textContent?.trim()]).toEqual([
    'Back',
    'Delete the webhook',
  ])
  await answer('Back')
  await noQuestion()
  expect(sentTo(server, 'deleteWebhook')).toEqual([])
  const mend = spoil(server, 'deleteWebhook', () => server.refuse('busy', 'no'))
  await press('Delete')
  await answer('Delete the webhook')
  await until(() => notices.length === 1)
  expect(notices[0]).toBe(`error: That did not work ${busy}`)
  expect(isClosed('sillage-webhook')).toBe(false)
  mend()
  await press('Delete')
  await answer('Delete the webhook')
  await until(() => isClosed('sillage-webhook'))
  await until(() => texts('.blank', inside('sillage-table', inside('sillage-webhooks'))).length === 1)
  expect(sentTo(server, 'deleteWebhook').at(-1)).toEqual(['DELETE', '/webhooks/w1', undefined])
  expect(notices[1]).toBe('success: Webhook deleted')
})
