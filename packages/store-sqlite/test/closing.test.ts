import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '@sillage/core/store'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { people, sendingCampaign, smallCampaign } from '../../store-kysely/test/small-campaign.ts'
import { sqliteStore } from '../src/index.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sillage-closing-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function open(name: string): Promise<Store> {
  const store = sqliteStore({ filename: name === ':memory:' ? name : join(folder, name) })
  await store.migrate()
  return store
}

describe.each(['sillage.db', ':memory:'])('close() of a store on %s', (name) => {
  test('waits for reads and writes that were called before, and refuses those after it', async () => {
    const store = await open(name)
    const { id } = await sendingCampaign(store, 3)
    const draft = await store.campaigns.create(smallCampaign())
    const running = {
      read: store.campaigns.summary(id),
      browse: store.messages.list({ campaignId: id, sort: 'name', order: 'asc', limit: 10 }),
      puts: Promise.all([1, 2, 3].map((n) => store.settings.put(`key ${n}`, 'value'))),
      plan: store.campaigns.plan(draft.campaign.id, people(2_500), 1),
    }
    const settled: string[] = []
    const all = Promise.all(Object.entries(running).map(([kind, call]) => call.finally(() => settled.push(kind))))
    const closing = store.close()
    const late = [store.settings.get('key 1'), store.settings.put('late', 'value')]
    for (const call of late) await expect(call).rejects.toMatchObject({ code: 'closed' })
    await closing
    expect(settled.sort()).toEqual(['browse', 'plan', 'puts', 'read'])
    await all
    expect(await running.read).toMatchObject({ total: 3 })
    expect((await running.browse).items).toHaveLength(3)
    expect(await running.plan).toMatchObject({ planned: 2_500 })
  })

  test('waits for a call that takes several transactions', async () => {
    const store = await open(name)
    const { id } = await sendingCampaign(store, 1_200)
    const claimed = await store.messages.claim({
      sender: 's',
      now: 1,
      leaseUntil: 2,
      campaigns: [{ campaignId: id, limit: 1_200 }],
    })
    expect(claimed).toHaveLength(1_200)
    const expired = store.messages.expireLeases(10)
    await store.close()
    expect(await expired).toMatchObject({ requeued: 1_200 })
  })

  test('resolves also when it is called twice, or before anything else', async () => {
    const store = await open(name)
    const put = store.settings.put('a', '1')
    await Promise.all([store.close(), store.close()])
    await put
    await store.close()
    await expect(store.settings.get('a')).rejects.toMatchObject({ code: 'closed' })
    await sqliteStore({ filename: name === ':memory:' ? name : join(folder, 'other.db') }).close()
  })
})

test('close() waits for a write that another process keeps waiting', async () => {
  const store = await open('sillage.db')
  const host = new Database(join(folder, 'sillage.db'))
  host.exec('begin immediate')
  const order: string[] = []
  const put = store.settings.put('a', '1').then(() => order.push('stored'))
  const closing = store.close().then(() => order.push('closed'))
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
  order.push('released')
  host.exec('commit')
  await Promise.all([put, closing])
  expect(order).toEqual(['released', 'stored', 'closed'])
  expect(host.prepare(`select value from email_settings where key = 'a'`).pluck().get()).toBe('1')
  host.close()
})
