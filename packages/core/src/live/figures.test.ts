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

it.each([
  ['sending', 2, 50],
  ['paused', 0, null],
  ['scheduled', 0, null],
  ['completed', 0, 0],
  ['cancelled', 0, 0],
] as const)('one that is %s shows %d a second and %j seconds left', (status, ratePerSecond, etaSeconds) => {
  const pace = createPace()
  pace.note(0, 0)
  pace.note(1_000, 2)
  const campaign = { ...summary({ delayMs: 0, jitterMs: 0 }), status }
  expect(progressOf(campaign, { pace, now: 1_000, limits: {} })).toMatchObject({ status, ratePerSecond, etaSeconds })
})
