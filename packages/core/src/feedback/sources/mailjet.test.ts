import { expect, it } from 'vitest'
import { ask, requestOf } from './ask-for-tests.ts'
import { mailjetFeedback } from './mailjet.ts'

const said = (event: string, more: object = {}) => ({
  event,
  time: 1_795_600_000,
  email: 'ada@example.org',
  CustomID: 'token1',
  Payload: '',
  ...more,
})
const about = { refs: { token: 'token1' }, recipient: 'ada@example.org', at: '2026-11-25T09:46:40.000Z' }
const bounce = (permanent: boolean, suppress: string, error: object, more: object = {}) => ({
  type: 'bounce',
  bounce: { permanent, suppress, error, ...more },
})

it.each<[string, object, string, object]>([
  [
    'bounce',
    { hard_bounce: true, error: 'user unknown' },
    'bounce/user unknown',
    bounce(true, 'now', { kind: 'address', message: 'bounce/user unknown' }),
  ],
  [
    'bounce',
    { hard_bounce: true, error: 'user unknown', comment: '552 5.2.2 mailbox full' },
    'bounce/user unknown',
    bounce(true, 'soft', { kind: 'mailbox', message: '552 5.2.2 mailbox full', code: 552, enhancedCode: '5.2.2' }),
  ],
  ['bounce', { hard_bounce: true }, 'bounce', bounce(true, 'now', { kind: 'address', message: 'bounce' })],
  [
    'bounce',
    { hard_bounce: false, error: 'user unknown' },
    'bounce/user unknown',
    bounce(false, 'soft', { kind: 'address', message: 'bounce/user unknown' }),
  ],
  [
    'bounce',
    { hard_bounce: false, error: 'content blocked' },
    'bounce/content blocked',
    bounce(false, 'no', { kind: 'content', message: 'bounce/content blocked' }),
  ],
  [
    'bounce',
    { error: 'spam reporter' },
    'bounce/spam reporter',
    bounce(true, 'now', { kind: 'policy', message: 'bounce/spam reporter' }, { ownList: 'complaint' }),
  ],
  [
    'bounce',
    { hard_bounce: false, error: 'greylisted' },
    'bounce/greylisted',
    { type: 'deferred', deferred: { error: { kind: 'greylist', message: 'greylisted' } } },
  ],
  [
    'blocked',
    { error_related_to: 'mailjet', error: 'preblocked' },
    'blocked/preblocked',
    bounce(true, 'now', { kind: 'address', message: 'blocked/preblocked' }, { ownList: 'bounce' }),
  ],
  [
    'blocked',
    { error_related_to: 'spam', error: 'sender blocked' },
    'blocked/sender blocked',
    bounce(true, 'no', { kind: 'policy', message: 'blocked/sender blocked' }),
  ],
  [
    'blocked',
    { error_related_to: 'mailjet', error: 'duplicate in campaign' },
    'blocked/duplicate in campaign',
    bounce(true, 'no', { kind: 'policy', message: 'blocked/duplicate in campaign' }),
  ],
  ['spam', { source: 'JMRPP' }, 'spam/JMRPP', { type: 'complaint' }],
  ['unsub', { mj_list_id: 1 }, 'unsub', { type: 'unsubscribe' }],
  ['sent', {}, 'sent', { type: 'delivered' }],
])('%s, %o', async (event, more, label, expected) => {
  const reading = await ask(mailjetFeedback(), requestOf(said(event, more)))
  expect(reading).toEqual({ kind: 'events', events: [{ ...about, label, ...expected }] })
})

it.each([
  ['mailbox inactive', 'address', 'soft'],
  ['invalid domain', 'address', 'soft'],
  ['no mail host', 'address', 'soft'],
  ['typofix', 'address', 'soft'],
  ['quota exceeded', 'mailbox', 'soft'],
  ['relay/access denied', 'policy', 'no'],
  ['sender blocked', 'policy', 'no'],
  ['policy issue', 'policy', 'no'],
  ['bad or empty template', 'content', 'no'],
  ['error in template language', 'content', 'no'],
  ['system issue', 'connection', 'soft'],
  ['protocol issue', 'connection', 'soft'],
  ['connection issue', 'connection', 'soft'],
  ['something new', 'other', 'soft'],
])('a bounce that is not hard, %s: %s, %s', async (error, kind, suppress) => {
  const reading = await ask(mailjetFeedback(), requestOf(said('bounce', { hard_bounce: false, error })))
  const bounce = { permanent: false, suppress, error: { kind, message: `bounce/${error}` } }
  expect(reading).toMatchObject({ events: [{ bounce }] })
})

it.each([
  ['preblocked', 'bounce'],
  ['blacklisted', 'bounce'],
  ['spam reporter', 'complaint'],
])('of its own list, %s: %s', async (error, ownList) => {
  for (const event of ['bounce', 'blocked']) {
    const reading = await ask(mailjetFeedback(), requestOf(said(event, { error })))
    expect(reading).toMatchObject({ events: [{ bounce: { ownList, suppress: 'now' } }] })
  }
})

it.each([
  ['user unknown', true, 'now'],
  ['quota exceeded', false, 'soft'],
  ['connection issue', false, 'soft'],
  ['something new', false, 'soft'],
])('blocked for what is no list, %s, is what it says', async (error, permanent, suppress) => {
  const reading = await ask(mailjetFeedback(), requestOf(said('blocked', { error, error_related_to: 'recipient' })))
  expect(reading).toMatchObject({ events: [{ bounce: { permanent, suppress } }] })
  expect(JSON.stringify(reading)).not.toContain('ownList')
})

it.each(['spam', 'content', 'system'])(
  'what is blocked because of %s says nothing of the address',
  async (relatedTo) => {
    const reading = await ask(mailjetFeedback(), requestOf(said('blocked', { error_related_to: relatedTo })))
    expect(reading).toMatchObject({ events: [{ bounce: { suppress: 'no' } }] })
  },
)

it('finds the token in either field, beside a number that JavaScript cannot hold', async () => {
  const body = '[{"event":"spam","MessageID":19421777835146490,"Payload":"token2"},{"event":"spam"}]'
  const reading = await ask(mailjetFeedback(), requestOf(body))
  expect(reading).toMatchObject({ events: [{ type: 'complaint', refs: { token: 'token2' } }] })
})

it('asks for the name and password it was given, and names the mail', async () => {
  const source = mailjetFeedback({ basicAuth: { user: 'hook', pass: 'secret' } })
  const authorization = `Basic ${Buffer.from('hook:secret').toString('base64')}`
  expect(await ask(source, requestOf([], { authorization }))).toEqual({ kind: 'events', events: [] })
  expect(await ask(source, requestOf([]))).toMatchObject({ status: 401, why: 'wrong_credentials' })
  expect(source.headers?.('t')).toEqual([{ name: 'X-MJ-CustomID', value: 't' }])
})
