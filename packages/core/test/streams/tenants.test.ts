import { afterAll, expect, it } from 'vitest'
import { createSillage, memoryStore, type SillageApi } from '../../src/index.ts'

const email = 'zoe@example.org'
const owners = [undefined, 'a', 'b'] as const
const sillage = createSillage({ store: memoryStore(), baseUrl: 'http://mail.example', from: 'a@b.example' })
afterAll(() => sillage.close())
const as = (owner: string | undefined): SillageApi => (owner === undefined ? sillage.forAll() : sillage.for(owner))

it('finds, changes and sends to a stream of a key among its own', async () => {
  await sillage.migrate()
  for (const owner of owners) {
    const { streams, messages } = as(owner)
    await streams.put('receipts', { name: `of ${owner}`, subject: 's', html: 'h' })
    expect((await streams.get('receipts')).name).toBe(`of ${owner}`)
    expect(await streams.update('receipts', { topic: `topic of ${owner}` })).toMatchObject({ revision: 2 })
    await streams.pause('receipts')
    expect((await messages.send({ stream: 'receipts', to: email, key: 'k' })).created).toBe(true)
    expect((await streams.timeline('receipts')).items).toEqual([])
    const tracked = await messages.track({ stream: 'invoices', to: email, html: '<p>7</p>', key: 'k' })
    expect((await messages.get(tracked.id ?? '')).stream).toBe('invoices')
    expect((await messages.list({ stream: 'invoices' })).items.map(({ id }) => id)).toEqual([tracked.id])
    const { items } = await messages.list({ stream: 'receipts' })
    expect(items).toHaveLength(1)
  }
  for (const owner of owners) {
    const { stream } = await as(owner).streams.stats('receipts')
    expect([stream.topic, stream.status]).toEqual([`topic of ${owner}`, 'paused'])
    expect((await as(owner).streams.resume('receipts')).status).toBe('sending')
    expect((await as(owner).streams.retry('receipts', { include: ['failed'] })).topic).toBe(`topic of ${owner}`)
  }
  await as('a').streams.delete('receipts')
  await expect(as('a').streams.get('receipts')).rejects.toMatchObject({ code: 'not_found' })
  await expect(as('c').messages.send({ stream: 'receipts', to: email })).rejects.toMatchObject({
    code: 'unknown_stream',
  })
  expect((await as('b').streams.get('receipts')).name).toBe('of b')
})
