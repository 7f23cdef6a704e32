// A process that records hits as fast as it can, for the test of two processes on one file.
import { once } from 'node:events'
import type { Judge, NewEvent } from '@sillage/core/store'
import { sqliteStore } from '../src/index.ts'
import { type EventLoopReport, watchEventLoop } from './event-loop.ts'

export interface WriterOrder {
  filename: string
  recorder: string
  ms: number
  campaignId: number
}

export interface WriterReport {
  hits: number
  errors: string[]
  eventLoop: EventLoopReport
}

const GROUP = 20
const human: Judge = () => ({ verdict: 'human', reasons: [], rulesVersion: 1, remark: [], drop: false })

process.once('message', (order: WriterOrder) => {
  void write(order).then((report) => process.send?.(report, undefined, undefined, () => process.disconnect?.()))
})

async function write({ filename, recorder, ms, campaignId }: WriterOrder): Promise<WriterReport> {
  const store = sqliteStore({ filename })
  const { items } = await store.messages.list({ campaignId, sort: 'name', order: 'asc', limit: 100 })
  const report: WriterReport = { hits: 0, errors: [], eventLoop: { delayMs: 0, stepMs: 0, keptMs: 0 } }
  process.send?.('ready')
  await once(process, 'message')
  const eventLoop = watchEventLoop()
  const end = performance.now() + ms
  for (let sequence = 1; performance.now() < end; sequence++) {
    const hits = Array.from({ length: GROUP }, (_, n) => open(items[(sequence * 7 + n) % items.length]?.id ?? 0))
    try {
      const result = await store.events.record({ recorder, sequence, hits, lookBackMs: 1 }, human)
      report.hits += result.events
    } catch (error) {
      report.errors.push(String(error))
    }
  }
  report.eventLoop = eventLoop.stop()
  await store.close()
  return report
}

function open(messageId: number): NewEvent {
  return {
    type: 'open',
    messageId,
    campaignId: null,
    linkId: null,
    at: Date.now(),
    ip: null,
    userAgent: null,
    head: false,
    prefetch: false,
    durationMs: null,
    count: 1,
    detail: null,
  }
}
