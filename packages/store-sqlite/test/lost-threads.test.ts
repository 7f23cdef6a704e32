import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '@sillage/core/store'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { human, openOf, people, sendingCampaign } from '../../store-kysely/test/small-campaign.ts'
import { sqliteStore } from '../src/index.ts'
import { type Death, deaths, dieOnce, hasDied, waysToDie } from './deaths.ts'

vi.mock('node:worker_threads', async (original) => {
  const real = await original<typeof import('node:worker_threads')>()
  class Worker extends real.Worker {
    constructor(file: URL, options: import('node:worker_threads').WorkerOptions) {
      super(file.pathname.endsWith('/writer-thread.ts') ? new URL('./dying-thread.ts', import.meta.url) : file, options)
    }
  }
  return { ...real, Worker }
})

let folder: string
let store: Store
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sillage-lost-'))
  store = sqliteStore({ filename: join(folder, 'sillage.db') })
  await store.migrate()
}, 60_000)
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

/** A write, and how often it is stored. */
interface Write {
  call(): Promise<unknown>
  stored(): Promise<number>
  /** True where a second time has no effect, so that it is done again in any case. */
  repeatable: boolean
}

let named = 0
const writes = {
  async 'a template'(): Promise<Write> {
    const name = `template ${++named}`
    const content = { name, subject: '', html: '', text: null }
    return {
      call: () => store.templates.create({ ...content, owner: null, key: null, at: 1 }),
      stored: async () => (await store.templates.list({ limit: 100 })).items.filter((one) => one.name === name).length,
      repeatable: false,
    }
  },
  async 'a batch of a plan'(): Promise<Write> {
    const sending = await sendingCampaign(store, 1)
    const like = await store.campaigns.get(sending.id)
    if (like === undefined) throw new Error('expected a campaign')
    const { id } = (await store.campaigns.create({ ...like, key: null })).campaign
    return {
      call: () => store.campaigns.plan(id, people(2), 1),
      stored: async () => ((await store.campaigns.summary(id))?.total ?? 0) / 2,
      repeatable: false,
    }
  },
  async outcomes(): Promise<Write> {
    const { id, messageIds } = await sendingCampaign(store, 2)
    const lease = { sender: 's', now: 1, leaseUntil: 2 }
    await store.messages.claim({ ...lease, campaigns: [{ campaignId: id, limit: 2 }] })
    await store.messages.begin({ ...lease, messageIds })
    const tracked = { opens: true, clicks: true, readTime: true }
    const outcomes = messageIds.map((messageId) => ({ messageId, kind: 'sent' as const, at: 1, tracked }))
    return {
      call: async () => expect(await store.messages.settle('s', outcomes)).toMatchObject([{ status: 'completed' }]),
      stored: async () => ((await store.campaigns.summary(id))?.sent ?? 0) / 2,
      repeatable: true,
    }
  },
  async 'the begin of a send'(): Promise<Write> {
    const { id, messageIds } = await sendingCampaign(store, 2)
    const lease = { sender: 's', now: 1, leaseUntil: 2 }
    await store.messages.claim({ ...lease, campaigns: [{ campaignId: id, limit: 2 }] })
    return {
      call: async () =>
        expect(await store.messages.begin({ ...lease, messageIds })).toMatchObject({ begun: messageIds, lost: [] }),
      stored: async () => Number((await store.messages.get(messageIds[1] ?? 0))?.state === 'sending'),
      repeatable: true,
    }
  },
  async hits(): Promise<Write> {
    const { id, messageIds } = await sendingCampaign(store, 2)
    const group = { recorder: `r${id}`, sequence: 1, hits: messageIds.map(openOf), lookBackMs: 1 }
    return {
      call: () => store.events.record(group, human),
      stored: async () => ((await store.campaigns.summary(id))?.opens.total ?? 0) / 2,
      repeatable: true,
    }
  },
}

const settled = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error) => (error.code === 'store_unavailable' ? error.message : String(error)),
  )

/** The result for the caller of a write that may not be done again, and how often it is stored then. */
const told: Readonly<Record<Death, readonly [answer: RegExp, stored: number]>> = {
  'before begin': [/^done$/, 1],
  'between statements': [/^done$/, 1],
  'before the commit': [/may be stored or not: read what is there/, 0],
  'after the commit': [/may be stored or not: read what is there/, 1],
  'before the answer': [/after it had stored this call/, 1],
}

describe.each(Object.entries(writes))('a thread that ends while it stores %s', (_, prepare) => {
  test.each(deaths)(
    '%s',
    async (moment) => {
      const { call, stored, repeatable } = await prepare()
      dieOnce(moment, 'exit')
      const answer = await settled(call())
      expect(hasDied()).toBe(true)
      const [wanted, times] = repeatable ? [/^done$/, 1] : told[moment]
      expect(answer).toMatch(wanted)
      expect(await stored()).toBe(times)
    },
    30_000,
  )
})

describe.each(waysToDie)('a thread that ends by %s while many write', (way) => {
  test.each(deaths)(
    '%s: every write that was answered is stored once, and none twice',
    async (moment) => {
      const many = await Promise.all(
        [...Object.values(writes), writes['a template'], writes['a template']].map((prepare) => prepare()),
      )
      dieOnce(moment, way)
      const answers = await Promise.all(many.map(({ call }) => settled(call())))
      expect(hasDied()).toBe(true)
      for (const [n, { stored, repeatable }] of many.entries()) {
        const times = await stored()
        if (answers[n] === 'done') expect(times).toBe(1)
        else {
          expect(repeatable).toBe(false)
          expect(answers[n]).toMatch(told[moment][0])
          expect(times).toBe(told[moment][1])
        }
      }
    },
    60_000,
  )
})

test('requests to the next thread are its own: the end of the one before does not affect them', async () => {
  const first = await writes['a template']()
  const second = await writes['a template']()
  dieOnce('before begin', 'error')
  const answers = await Promise.all([settled(first.call()), settled(second.call())])
  expect(hasDied()).toBe(true)
  expect(answers).toEqual(['done', 'done'])
  expect([await first.stored(), await second.stored()]).toEqual([1, 1])
}, 30_000)
