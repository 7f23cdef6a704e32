import assert from 'node:assert/strict'
import { isSillageError } from '../../../domain/errors.ts'
import type { StoredAttachment } from '../../../store/port/attachment-store.ts'
import { at, bothStores, DAY, draft, present, sending } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'

const attachments = caseGroup('attachments')

/** Bytes of every value, that differ by their first. */
const bytesOf = (length: number, first = 0): Buffer => Buffer.from(Array.from({ length }, (_, n) => (n + first) % 256))

const reference = (attachment: number, size: number, changes: Partial<StoredAttachment> = {}): StoredAttachment => ({
  attachment,
  filename: 'Prospekt.pdf',
  contentType: 'application/pdf',
  cid: null,
  size,
  ...changes,
})

const add = (h: StoreHarness, bytes: Uint8Array, owner: string | null = null) =>
  h.store.attachments.add({ owner, bytes, at: h.now })

/** All that is older than this moment and unused. */
async function dropAll(h: StoreHarness): Promise<void> {
  while (await h.store.attachments.dropUnused(h.now + 1, 2)) {}
}

const isGone = (error: unknown): boolean => isSillageError(error) && error.code === 'not_found'

export const attachmentCases: readonly StoreCase[] = [
  attachments('a file is read back byte for byte, whatever its size', async (h) => {
    for (const size of [0, 1, 255, 262_144, 262_145, 1_000_000]) {
      const bytes = bytesOf(size)
      const id = await add(h, bytes)
      assert.equal(await h.store.attachments.size(id), size)
      assert.ok(bytes.equals(present(await h.store.attachments.bytes(id))), `${size} bytes`)
    }
  }),

  attachments('equal bytes of one owner are one file, and no other owner sees it', async (h) => {
    const { attachments: files } = h.store
    const id = await add(h, bytesOf(100), 'acme')
    assert.equal(await add(h, bytesOf(100), 'acme'), id)
    assert.notEqual(await add(h, bytesOf(100, 1), 'acme'), id)
    assert.notEqual(await add(h, bytesOf(100), 'umbrella'), id)
    assert.notEqual(await add(h, bytesOf(100)), id)
    assert.deepEqual(
      [await files.size(id), await files.size(id, 'acme'), await files.size(id, 'umbrella')],
      [100, 100, undefined],
    )
    assert.deepEqual([await files.size(id + 1000), await files.bytes(id + 1000)], [undefined, undefined])
  }),

  attachments('a file that is added by many at once is stored once', async (h) => {
    const stores = await bothStores(h)
    const ids = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        at(stores, n % stores.length).attachments.add({ owner: null, bytes: bytesOf(300_000), at: h.now }),
      ),
    )
    assert.equal(new Set(ids).size, 1)
    assert.ok(bytesOf(300_000).equals(present(await h.store.attachments.bytes(at(ids, 0)))))
  }),

  attachments('what nothing refers to is deleted once it is old, counted from when it was given last', async (h) => {
    const { attachments: files } = h.store
    const old = await files.add({ owner: null, bytes: bytesOf(10), at: h.now - 2 * DAY })
    const renewed = await files.add({ owner: null, bytes: bytesOf(20), at: h.now - 2 * DAY })
    await files.add({ owner: null, bytes: bytesOf(20), at: h.now })
    await files.add({ owner: null, bytes: bytesOf(20), at: h.now - 3 * DAY })
    while (await files.dropUnused(h.now - DAY, 1)) {}
    assert.deepEqual([await files.size(old), await files.size(renewed)], [undefined, 20])
    const again = await add(h, bytesOf(10))
    assert.ok(again > old, 'an id is used once')
  }),

  attachments('a campaign has its files in their order, and what content refers to stays', async (h) => {
    const { campaigns } = h.store
    const [one, two] = [await add(h, bytesOf(10)), await add(h, bytesOf(20))]
    const files = [
      reference(two, 20, { filename: 'Каталог 😀.pdf' }),
      reference(one, 10, { cid: 'logo@x' }),
      reference(two, 20),
    ]
    const id = await draft(h, { attachments: files })
    assert.deepEqual((await campaigns.get(id))?.attachments, files)
    assert.deepEqual((await campaigns.content(id, 1))?.attachments, files)
    await dropAll(h)
    await campaigns.update(id, { attachments: [reference(one, 10)] }, ['draft'])
    await dropAll(h)
    assert.deepEqual([await h.store.attachments.size(one), await h.store.attachments.size(two)], [10, undefined])
    await campaigns.update(id, { name: 'renamed' }, ['draft'])
    assert.deepEqual((await campaigns.get(id))?.attachments, [reference(one, 10)])
    await campaigns.update(id, { attachments: [] }, ['draft'])
    assert.deepEqual((await campaigns.get(id))?.attachments, [])
    assert.deepEqual((await campaigns.get(await draft(h)))?.attachments, [])
  }),

  attachments(
    'files of what was sent stay with its version, and go with the last campaign that has them',
    async (h) => {
      const { campaigns, attachments: files } = h.store
      const file = await add(h, bytesOf(10))
      const { campaignId } = await sending(h, 1, { attachments: [reference(file, 10)] })
      const other = await draft(h, { attachments: [reference(file, 10)] })
      await campaigns.update(campaignId, { attachments: [] }, ['sending'])
      assert.deepEqual((await campaigns.content(campaignId, 1))?.attachments, [reference(file, 10)])
      assert.deepEqual((await campaigns.content(campaignId, 2))?.attachments, [])
      await campaigns.remove(other)
      while (await campaigns.sweep(100, h.now)) {}
      await dropAll(h)
      assert.equal(await files.size(file), 10)
      await campaigns.remove(campaignId)
      while (await campaigns.sweep(100, h.now)) {}
      await dropAll(h)
      assert.equal(await files.size(file), undefined)
      assert.equal(await files.bytes(file), undefined)
    },
  ),

  attachments('content cannot refer to a file that is gone, and nothing changes', async (h) => {
    const { campaigns } = h.store
    const id = await draft(h)
    const gone = [reference((await add(h, bytesOf(10))) + 1000, 10)]
    await assert.rejects(campaigns.update(id, { attachments: gone, name: 'other' }, ['draft']), isGone)
    await assert.rejects(draft(h, { attachments: gone, key: 'k' }), isGone)
    assert.deepEqual((await campaigns.get(id))?.name, 'Spring')
    assert.equal((await campaigns.list({ limit: 10 })).items.length, 1)
  }),

  attachments('of deleting a file and beginning to refer to it, one comes first', async (h) => {
    const stores = await bothStores(h)
    for (let round = 0; round < 10; round++) {
      const file = await add(h, bytesOf(50, round))
      const [made] = await Promise.allSettled([
        draft({ ...h, store: at(stores, 0) }, { attachments: [reference(file, 50)] }),
        at(stores, stores.length - 1).attachments.dropUnused(h.now + 1, 100),
      ])
      const size = await h.store.attachments.size(file)
      assert.equal(size, made.status === 'fulfilled' ? 50 : undefined)
      if (made.status === 'rejected') assert.ok(isGone(made.reason), String(made.reason))
    }
  }),
]
