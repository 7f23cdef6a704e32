import { expect, test } from 'vitest'
import { fill, READ } from './fill.ts'
import { sqliteTarget } from './targets.ts'

test('what the benchmark fills in by SQL is what the tables take and the store reads', async () => {
  const target = await sqliteTarget()
  try {
    await fill(target, { messages: 300, eventsPerOpened: 5 })
    expect(await target.store.campaigns.summary(READ)).toMatchObject({ total: 300, status: 'completed', replyTo: [] })
    const { items } = await target.store.messages.list({
      campaignId: READ,
      sort: 'clicks',
      order: 'desc',
      status: 'clicked',
      limit: 5,
    })
    expect(items.length).toBe(5)
  } finally {
    await target.close()
  }
})
