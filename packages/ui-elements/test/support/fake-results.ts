import type { Device, Programs, StreamStats, Timeline } from '@sillage/core/browser'
import { rates } from '@sillage/core/browser'

const program = (name: string, device: Device, opens: number, clicks: number, machine = 0) => ({
  name,
  device,
  opens: { total: opens, machine },
  clicks: { total: clicks, machine: 0 },
})

/** Of mail programs, browsers and machines, as many hits as a campaign of some size has. */
export const programs: Programs = {
  items: [
    program('Gmail', 'unknown', 402, 0, 12),
    program('Apple Mail', 'phone', 288, 0, 96),
    program('Safari', 'phone', 0, 141),
    program('Outlook', 'computer', 190, 0),
    program('Chrome', 'computer', 31, 96),
    program('Chrome', 'phone', 8, 44),
    program('Thunderbird', 'computer', 42, 0),
    program('Mail program', 'phone', 18, 0),
    program('Firefox', 'tablet', 4, 9),
    program('other', 'unknown', 6, 1),
    program('robot', 'unknown', 0, 0, 33),
  ],
}

/** A stream of receipts: of all times, or of the mails of a period. */
export function streamStats(period: boolean, sent = 480): StreamStats {
  const beside = period ? { machine: null, early: null } : { machine: 31, early: 4 }
  const opens = { total: Math.round(sent * 0.9), unique: Math.round(sent * 0.6), tracked: sent, ...beside }
  const clicks = { total: Math.round(sent * 0.2), unique: Math.round(sent * 0.15), tracked: sent, ...beside }
  return {
    stream: {
      key: 'receipts',
      name: 'Receipts',
      status: 'sending',
      pauseReason: null,
      transactional: true,
      revision: 1,
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedAt: '2026-01-01T00:00:00.000Z',
      document: null,
      subject: null,
      preheader: null,
      from: null,
      replyTo: [],
      html: null,
      text: null,
      attachments: [],
      templateId: null,
      limits: {},
      concurrency: null,
      headers: {},
      tracking: { opens: true, clicks: true, readTime: true },
      topic: null,
      onUnknown: 'hold',
      transport: null,
      hours: null,
    },
    sent,
    failed: 2,
    skipped: 0,
    unknown: 0,
    delivered: null,
    bounces: { hard: 1, soft: 0 },
    complaints: 0,
    unsubscribes: 0,
    unsubscribeReasons: null,
    opens,
    clicks,
    ...rates(opens, clicks),
    readTime: period ? null : { meanMs: 4_200, medianMs: 3_900, measured: 60, coverage: 0.2 },
    links: period ? null : [{ id: '9', url: 'https://shop.example/orders', total: 90, unique: 72 }],
  }
}

/** Thirty days, or so many hours. */
export function streamTimeline(bucket: Timeline['bucket']): Timeline {
  const width = bucket === 'day' ? 24 * 3_600_000 : 3_600_000
  const items = Array.from({ length: 30 }, (_, at) => ({
    at: new Date(Date.UTC(2026, 9, 31) + at * width).toISOString(),
    ...{ sent: 16, failed: 0, skipped: 0, unknown: 0, opens: 9 + (at % 5), clicks: 2 + (at % 3) },
  }))
  return { bucket, items }
}
