import { expect, it } from 'vitest'
import { monotonic } from '../domain/clock.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { createBadTokens } from './bad-tokens.ts'

const MINUTE = 60_000

it('a source gets no page behind its three hundredth bad token of a minute, and others do', async () => {
  const clock = fakeClock()
  await clock.advance(MINUTE - (monotonic(clock) % MINUTE))
  const bad = createBadTokens(clock)
  for (let n = 0; n < 300; n++) expect(bad.note('192.0.2.1')).toBe(false)
  expect(bad.note('192.0.2.1')).toBe(true)
  expect(bad.note('192.0.2.2')).toBe(false)
  await clock.advance(MINUTE - 1)
  expect(bad.note('192.0.2.1')).toBe(true)
  await clock.advance(1)
  expect(bad.note('192.0.2.1')).toBe(false)
})

it('keeps ten thousand sources of a minute', () => {
  const bad = createBadTokens(fakeClock())
  for (let n = 0; n < 300; n++) bad.note('first')
  for (let n = 0; n < 9_999; n++) bad.note(`source ${n}`)
  expect(bad.note('first')).toBe(true)
  bad.note('one more')
  expect(bad.note('first')).toBe(false)
})
