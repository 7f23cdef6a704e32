import { expect, it } from 'vitest'
import { ask, requestOf } from './ask-for-tests.ts'
import { brevoFeedback } from './brevo.ts'

const said = (event: string, more: object = {}) => ({
  event,
  email: 'ada@example.org',
  id: 1,
  'message-id': '<token1@shop.example>',
  'X-Mailin-custom': 'token1',
  ts: 1,
  ts_event: 2,
  ts_epoch: 1_795_600_000_250,
  ...more,
})
const about = {
  refs: { token: 'token1', rfcMessageId: '<token1@shop.example>' },
  recipient: 'ada@example.org',
  at: '2026-11-25T09:46:40.250Z',
}
const bounce = (permanent: boolean, suppress: string, error: object, more: object = {}) => ({
  type: 'bounce',
  bounce: { permanent, suppress, error, ...more },
})

it.each<[string, object, object]>([
  [
    'hard_bounce',
    { reason: '550 5.1.1 no such user' },
    bounce(true, 'now', { kind: 'address', message: '550 5.1.1 no such user', code: 550, enhancedCode: '5.1.1' }),
  ],
  ['hard_bounce', {}, bounce(true, 'now', { kind: 'address', message: 'hard_bounce' })],
  ['hard_bounce', { reason: '452 later' }, bounce(false, 'soft', { kind: 'address', message: '452 later', code: 452 })],
  ['invalid_email', {}, bounce(true, 'now', { kind: 'address', message: 'invalid_email' })],
  ['soft_bounce', {}, bounce(false, 'soft', { kind: 'other', message: 'soft_bounce' })],
  [
    'blocked',
    { reason: 'blocked : due to blacklist user' },
    bounce(true, 'now', { kind: 'address', message: 'blocked : due to blacklist user' }, { ownList: 'bounce' }),
  ],
  [
    'blocked',
    { reason: 'blocked : the contact unsubscribed' },
    bounce(true, 'now', { kind: 'policy', message: 'blocked : the contact unsubscribed' }, { ownList: 'unsubscribe' }),
  ],
  [
    'blocked',
    { reason: '550 5.7.1 blocked using a list' },
    bounce(
      true,
      'no',
      { kind: 'policy', message: '550 5.7.1 blocked using a list', code: 550, enhancedCode: '5.7.1' },
      { stop: 'domain' },
    ),
  ],
  [
    'deferred',
    { reason: '451 greylisted' },
    { type: 'deferred', deferred: { error: { kind: 'greylist', message: '451 greylisted', code: 451 } } },
  ],
  ['spam', {}, { type: 'complaint' }],
  ['complaint', {}, { type: 'complaint' }],
  ['unsubscribe', {}, { type: 'unsubscribe' }],
  ['unsubscribed', {}, { type: 'unsubscribe' }],
  ['delivered', {}, { type: 'delivered' }],
])('%s, %o', async (event, more, expected) => {
  const reading = await ask(brevoFeedback(), requestOf(said(event, more)))
  expect(reading).toEqual({ kind: 'events', events: [{ ...about, label: event, ...expected }] })
})

it('reads each of a batch by itself, and nothing of what is new or no mail of ours', async () => {
  const batch = [said('opened'), null, said('spam'), [], said('spam', { 'message-id': 1, 'X-Mailin-custom': '' }), 'x']
  const reading = await ask(brevoFeedback(), requestOf(batch))
  expect(reading).toEqual({ kind: 'events', events: [expect.objectContaining({ type: 'complaint' })] })
})

it('asks for the token it was given', async () => {
  const source = brevoFeedback({ token: 'a-token' })
  expect(await ask(source, requestOf([], { authorization: 'Bearer a-token' }))).toEqual({ kind: 'events', events: [] })
  for (const authorization of [undefined, 'Bearer a-tokem', 'Bearer ', 'a-token', 'Basic a-token'])
    expect(await ask(source, requestOf([], { authorization }))).toMatchObject({ status: 401, why: 'wrong_credentials' })
})

it('names the mail in a header of Brevo’s', () => {
  expect(brevoFeedback().headers?.('t')).toEqual([{ name: 'X-Mailin-custom', value: 't' }])
})

it('takes one way to be asked', () => {
  expect(() => brevoFeedback({ token: 'x', basicAuth: { user: 'a', pass: 'b' } })).toThrow(
    'token: expected either basicAuth or token, got both',
  )
})
