import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { at, bothStores, DAY, draft, present } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'

const assets = caseGroup('assets')

const bytesOf = (length: number, first = 0): Buffer => Buffer.from(Array.from({ length }, (_, n) => (n + first) % 256))
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

async function add(h: StoreHarness, bytes: Buffer, addedAt = h.now): Promise<string> {
  const hash = hashOf(bytes)
  await h.store.assets.add({ hash, bytes, type: 'image/png', at: addedAt })
  return hash
}

/** All that is older than this moment and was not named, files without a picture too. */
async function dropAll(h: StoreHarness): Promise<void> {
  while (await h.store.assets.dropUnnamed(h.now + 1, 1)) {}
  while (await h.store.attachments.dropUnused(h.now + 1, 1)) {}
}

const shown = (hash: string) => `<img src="https://mail.example/track/asset/${hash}.png">`

export const assetCases: readonly StoreCase[] = [
  assets('a picture is read back by its hash, byte for byte, and stored once', async (h) => {
    for (const size of [1, 262_145, 2_000_000]) {
      const bytes = bytesOf(size)
      const hash = await add(h, bytes)
      await h.store.assets.add({ hash, bytes, type: 'image/png', at: h.now })
      const picture = present(await h.store.assets.get(hash))
      assert.equal(picture.type, 'image/png')
      assert.ok(bytes.equals(picture.bytes), `${size} bytes`)
    }
    assert.equal(await h.store.assets.get(hashOf(bytesOf(2))), undefined)
  }),

  assets('a picture that is added by many at once is stored once, and shares its bytes with a file', async (h) => {
    const stores = await bothStores(h)
    const bytes = bytesOf(300_000)
    const file = await h.store.attachments.add({ owner: null, bytes, at: h.now })
    const add = { hash: hashOf(bytes), bytes, type: 'image/gif', at: h.now } as const
    await Promise.all(Array.from({ length: 8 }, (_, n) => at(stores, n % stores.length).assets.add(add)))
    assert.ok(bytes.equals(present(await h.store.assets.get(add.hash)).bytes))
    assert.equal(await h.store.attachments.add({ owner: null, bytes, at: h.now }), file)
    while (await h.store.attachments.dropUnused(h.now + 1, 1)) {}
    assert.ok(bytes.equals(present(await h.store.assets.get(add.hash)).bytes))
  }),

  assets('what nothing has named is deleted once it is old, counted from when it was given last', async (h) => {
    const old = await add(h, bytesOf(10), h.now - 2 * DAY)
    const renewed = await add(h, bytesOf(20), h.now - 2 * DAY)
    await add(h, bytesOf(20))
    await add(h, bytesOf(20), h.now - 3 * DAY)
    while (await h.store.assets.dropUnnamed(h.now - DAY, 1)) {}
    assert.equal(await h.store.assets.get(old), undefined)
    assert.ok((await h.store.assets.get(renewed)) !== undefined)
    await dropAll(h)
    assert.equal(await h.store.assets.get(renewed), undefined)
    assert.ok((await h.store.assets.get(await add(h, bytesOf(10)))) !== undefined)
  }),

  assets('what content, a template or a setting named once stays, and nothing else does', async (h) => {
    const { campaigns, templates, ownerSettings } = h.store
    const hashes: string[] = []
    for (let n = 0; n < 8; n++) hashes.push(await add(h, bytesOf(10, n)))
    const html = (n: number) => ({ html: shown(at(hashes, n)) })
    const id = await draft(h, html(0))
    await campaigns.update(id, html(1), ['draft'])
    const { template } = await templates.create({
      owner: null,
      key: null,
      name: 'T',
      subject: 's',
      text: null,
      at: h.now,
      ...html(2),
    })
    await templates.update(template.id, html(3), undefined, { at: h.now })
    const value = JSON.stringify({ logo: { src: `https://mail.example/m/a/${at(hashes, 4)}.png` } })
    await ownerSettings.put({ owner: 'acme', key: 'brand', value, updatedAt: h.now })
    const other = await draft(h, html(5))
    await campaigns.remove(other)
    await campaigns.remove(id)
    while (await campaigns.sweep(100, h.now)) {}
    await templates.remove(template.id)
    await dropAll(h)
    const left = await Promise.all(hashes.map(async (hash) => (await h.store.assets.get(hash)) !== undefined))
    assert.deepEqual(left, [true, true, true, true, true, true, false, false])
  }),

  assets('of deleting a picture and naming it, one comes first', async (h) => {
    const stores = await bothStores(h)
    for (let round = 0; round < 10; round++) {
      const hash = await add(h, bytesOf(50, round))
      const named = draft({ ...h, store: at(stores, 0) }, { html: shown(hash) })
      await Promise.all([named, at(stores, stores.length - 1).assets.dropUnnamed(h.now + 1, 100)])
      const before = await h.store.assets.get(hash)
      await dropAll(h)
      assert.deepEqual(await h.store.assets.get(hash), before)
    }
  }),
]
