import { expect, it } from 'vitest'
import type { EventKind } from '../domain/event.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { createTokenLimit } from './token-limit.ts'

const kinds: EventKind[] = ['open', 'click', 'view', 'read', 'unsubscribe', 'consent', 'bounce', 'complaint']
const use = { type: 'click' as EventKind, messageId: 1, campaignId: 1, linkId: 1 as number | null, head: false }

it('counts each message, link and type of use apart', () => {
  const limit = createTokenLimit(fakeClock())
  const uses = [1, 2, 3, 2 ** 32 + 1, 2 ** 33 + 1].flatMap((messageId) =>
    [null, 1, 2, 3, 30, 31, 32].flatMap((linkId) =>
      kinds.flatMap((type) => [true, false].map((head) => ({ ...use, messageId, linkId, type, head }))),
    ),
  )
  for (let n = 0; n < 20; n++) for (const one of uses) if (limit.isExceeded(one)) expect.fail(JSON.stringify(one))
  for (const one of uses) expect(limit.isExceeded(one)).toBe(true)
})

it('begins anew with each minute', async () => {
  const clock = fakeClock()
  const limit = createTokenLimit(clock)
  for (let n = 0; n < 20; n++) expect(limit.isExceeded(use)).toBe(false)
  expect(limit.isExceeded(use)).toBe(true)
  await clock.advance(60_000)
  expect(limit.isExceeded(use)).toBe(false)
})
