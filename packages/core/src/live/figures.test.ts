import { expect, it } from 'vitest'
import type { CampaignSummary } from '../store/port/records.ts'
import { progressOf } from './figures.ts'
import { createPace } from './pace.ts'

const summary = (options: { delayMs: number; jitterMs: number }) =>
  ({ id: 1, status: 'sending', queued: 100, sent: 1, options: { limits: {}, ...options } }) as CampaignSummary

it.each([
  ['its own pace without a delay', { delayMs: 0, jitterMs: 0 }, 10, 10],
  ['no more than its delay allows', { delayMs: 500, jitterMs: 0 }, 2, 50],
  ['no more than its delay and half the jitter', { delayMs: 300, jitterMs: 400 }, 2, 50],
])('right after the first message a campaign shows %s', (_, options, ratePerSecond, etaSeconds) => {
  const pace = createPace()
  pace.note(1_000, 0)
  pace.note(1_100, 1)
  expect(progressOf(summary(options), { pace, now: 1_100, limits: {} })).toMatchObject({ ratePerSecond, etaSeconds })
})
