import fc from 'fast-check'
import { expect, test } from 'vitest'
import { messageStates, messageStatuses } from '../../domain/message.ts'
import { matchesStatus, messageStatus } from './status.ts'

const message = fc.record({
  state: fc.constantFrom(...messageStates),
  opens: fc.integer({ min: 0, max: 2 }),
  clicks: fc.integer({ min: 0, max: 2 }),
  bouncedAt: fc.constantFrom(null, 1),
  unsubscribedAt: fc.constantFrom(null, 1),
})
const plain = { state: 'sent', opens: 0, clicks: 0, bouncedAt: null, unsubscribedAt: null } as const

test('a message is found by the filter of the status it is shown with', () => {
  fc.assert(fc.property(message, (one) => matchesStatus(one, messageStatus(one))))
})

test('the filter sent finds exactly what is shown as sent', () => {
  fc.assert(fc.property(message, (one) => matchesStatus(one, 'sent') === (messageStatus(one) === 'sent')))
})

test('every status can be shown', () => {
  const shown = fc.sample(message, { numRuns: 5000, seed: 1 }).map(messageStatus)
  expect([...new Set(shown)].sort()).toEqual([...messageStatuses].sort())
})

test('what the recipient said wins over how the sending went, and that over what was measured', () => {
  const flagged = { ...plain, clicks: 1, opens: 1 }
  expect(messageStatus({ ...flagged, state: 'failed', bouncedAt: 1, unsubscribedAt: 1 })).toBe('unsubscribed')
  expect(messageStatus({ ...flagged, state: 'failed', bouncedAt: 1 })).toBe('bounced')
  expect(messageStatus({ ...flagged, state: 'failed' })).toBe('failed')
  expect(messageStatus({ ...flagged, state: 'claimed' })).toBe('queued')
  expect(messageStatus({ ...flagged, state: 'sending' })).toBe('sending')
  expect(messageStatus(flagged)).toBe('clicked')
  expect(messageStatus({ ...plain, opens: 1 })).toBe('opened')
  expect(messageStatus(plain)).toBe('sent')
})
