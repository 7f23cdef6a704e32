import type { LiveFrameOf } from '@sillage/core/client'
import { expect, test } from 'vitest'
import type { LiveCampaign } from '../wake/wake-caption.ts'
import { applyFrame, known } from './apply-frame.ts'

const campaign = {
  id: '7',
  name: 'Spring',
  status: 'sending',
  sent: 4,
  queued: 6,
  opens: { unique: 1, tracked: 4 },
  clicks: { unique: 0, tracked: 4 },
  trouble: 'smtp_unreachable',
} as LiveCampaign
const frame = (name: string, data: object) => ({ name, data: { campaignId: '7', ...data } }) as LiveFrameOf
const counts = { status: 'sending', total: 10, failed: 0, skipped: 0, unknown: 0, ratePerSecond: 2, etaSeconds: 3 }

test('progress changes the counts, and what held it up is over once more is sent', () => {
  const same = applyFrame(campaign, frame('campaign_progress', { ...counts, sent: 4, queued: 6 }))
  expect(same).toMatchObject({ name: 'Spring', sent: 4, ratePerSecond: 2, etaSeconds: 3, trouble: 'smtp_unreachable' })
  const more = applyFrame(campaign, frame('campaign_progress', { ...counts, sent: 5, queued: 5 }))
  expect(more).toMatchObject({ id: '7', sent: 5, queued: 5, trouble: undefined })
  expect(more).not.toHaveProperty('campaignId')
  const done = applyFrame(campaign, frame('campaign_complete', { ...counts, status: 'completed', sent: 10, queued: 0 }))
  expect(done).toMatchObject({ status: 'completed', sent: 10, queued: 0 })
})

test('statistics change opens and clicks, of which a list shows two figures', () => {
  const opens = { unique: 3, tracked: 4, total: 9, rate: 0.75 }
  const clicks = { unique: 2, tracked: 4, total: 2, rate: 0.5 }
  const changed = applyFrame(campaign, frame('campaign_stats', { opens, clicks }))
  expect(changed).toEqual({ ...campaign, opens: { unique: 3, tracked: 4 }, clicks: { unique: 2, tracked: 4 } })
  expect(known(opens)).toEqual({ unique: 3, tracked: 4 })
})

test('a fault pauses, or holds up, or is of one message', () => {
  const fault = (more: object) => applyFrame(campaign, frame('campaign_error', { code: 'smtp_auth', ...more }))
  expect(fault({ fatal: true })).toEqual({ ...campaign, status: 'paused', pauseReason: 'smtp_auth' })
  expect(fault({ fatal: false })).toEqual({ ...campaign, trouble: 'smtp_auth' })
  expect(fault({ fatal: false, messageId: '9' })).toBe(campaign)
})

test('a frame of another campaign changes nothing', () => {
  for (const name of ['campaign_progress', 'campaign_complete', 'campaign_stats', 'campaign_error'])
    expect(applyFrame(campaign, frame(name, { campaignId: '8', fatal: true }))).toBe(campaign)
})
