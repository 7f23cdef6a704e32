import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSillage } from '../src/create-sillage.ts'
import { services } from '../src/http/services.ts'
import type { Sillage, SillageApi } from '../src/index.ts'
import type { FeedEntry } from '../src/live/feed-log.ts'
import { memoryStore } from '../src/store/memory/memory-store.ts'
import type { Store } from '../src/store/port/store.ts'
import { type FakeClock, fakeClock } from '../src/testing/fake-clock.ts'
import { recordingTransport } from '../src/testing/recording-transport.ts'

let clock: FakeClock
let store: Store
let sillage: Sillage
/** How often figures were read. */
let reads: number

beforeEach(async () => {
  clock = fakeClock()
  store = memoryStore()
  const transport = recordingTransport({ clock })
  sillage = createSillage({ store, clock, transport, baseUrl: 'https://mail.example', from: 'a@example.org' })
  await sillage.migrate()
  reads = 0
  const { summaries } = store.campaigns
  store.campaigns.summaries = (ids) => {
    reads += ids.length
    return summaries(ids)
  }
})
afterEach(() => sillage.close())

const about = ({ data }: FeedEntry) => ('stream' in data ? data.stream : `campaign ${data.campaignId}`)
async function follow(filter: { stream?: string; owner?: string; since?: string | undefined }): Promise<FeedEntry[]> {
  const seen: FeedEntry[] = []
  await sillage[services].feed.subscribe(filter, (entry) => void seen.push(entry))
  return seen
}
const put = ({ streams }: SillageApi, key: string) => streams.put(key, { subject: 'S', html: '<p>x</p>' })
async function send({ messages }: SillageApi, stream: string): Promise<void> {
  await messages.send({ stream, to: 'zoe@example.net' })
  await sillage.sendDue()
  await clock.advance(1_000)
}

it('whoever follows a stream gets its figures, and no others', async () => {
  await put(sillage, 'receipts')
  await put(sillage, 'invoices')
  const receipts = await follow({ stream: 'receipts' })
  const hits = { total: 0, unique: 0, machine: 0, early: 0, tracked: 0 }
  const counts = { total: 0, queued: 0, sent: 0, failed: 0, skipped: 0, unknown: 0 }
  expect(receipts.map(({ event, data }) => [event, data])).toEqual([
    ['stream_progress', { stream: 'receipts', status: 'sending', ...counts, ratePerSecond: 0, etaSeconds: 0 }],
    ['stream_stats', { stream: 'receipts', opens: hits, clicks: hits, openRate: 0, clickRate: 0 }],
  ])
  const all = await follow({})
  await send(sillage, 'receipts')
  await send(sillage, 'invoices')
  await sillage.campaigns.create({ name: 'N', subject: 'S', html: 'x', recipients: [{ email: 'ada@example.org' }] })
  await sillage.sendDue()
  await clock.advance(1_000)
  expect(receipts.at(-1)).toMatchObject({ event: 'stream_progress', data: { total: 1, queued: 0, sent: 1 } })
  expect(new Set(receipts.map(about))).toEqual(new Set(['receipts']))
  expect(new Set(all.map(about))).toEqual(new Set([all[0] === undefined ? 'nothing' : about(all[0])]))
  expect(all.map(({ event }) => event)).toContain('campaign_complete')

  await sillage.streams.pause('receipts')
  await clock.advance(1_000)
  expect(receipts.at(-1)?.data).toMatchObject({ status: 'paused' })
  const missed = await follow({ stream: 'receipts', since: receipts[1]?.id })
  expect(missed.map(({ id }) => id)).toEqual(receipts.slice(2).map(({ id }) => id))
  await expect(follow({ stream: 'nothing' })).rejects.toMatchObject({ code: 'not_found' })
})

it('a tenant follows its own stream of a key, whoever sees everything that of none', async () => {
  const owners = { a: sillage.for('a'), b: sillage.for('b') }
  for (const api of [owners.a, owners.b, sillage]) await put(api, 'receipts')
  const seen = {
    a: await follow({ stream: 'receipts', owner: 'a' }),
    b: await follow({ stream: 'receipts', owner: 'b' }),
    none: await follow({ stream: 'receipts' }),
  }
  for (const frames of Object.values(seen)) frames.length = 0
  await send(owners.a, 'receipts')
  expect(seen.a.length).toBeGreaterThan(0)
  expect([seen.b, seen.none]).toEqual([[], []])
  await send(sillage, 'receipts')
  expect(seen.none.length).toBeGreaterThan(0)
  expect(seen.b).toEqual([])
  expect(await follow({ stream: 'receipts', owner: 'b', since: seen.a[0]?.id.replace(/-\d+$/, '-0') })).toEqual([])
  await put(owners.a, 'own')
  await expect(follow({ stream: 'own', owner: 'b' })).rejects.toMatchObject({ code: 'not_found' })
})

it('a stream that nobody follows is read once, however much happens in it; one that is made anew is followed on', async () => {
  await put(sillage, 'receipts')
  for (let n = 0; n < 5; n++) await send(sillage, 'receipts')
  expect(reads).toBe(1)
  const seen = await follow({ stream: 'receipts' })
  await sillage.streams.delete('receipts')
  await put(sillage, 'receipts')
  seen.length = 0
  await send(sillage, 'receipts')
  expect(seen.at(-1)?.data).toMatchObject({ stream: 'receipts', sent: 1 })
  await sillage.streams.put('other', { subject: 'S', html: 'x' })
  await send(sillage, 'other')
  const other = await follow({ stream: 'other' })
  await send(sillage, 'other')
  expect(other.at(-1)?.data).toMatchObject({ sent: 2 })
})
