import assert from 'node:assert/strict'
import { at, bothStores } from '../fixtures.ts'
import { caseGroup, type StoreCase } from '../harness.ts'

const ownerSettings = caseGroup('ownerSettings')

export const ownerSettingCases: readonly StoreCase[] = [
  ownerSettings('a setting is stored, listed by key, replaced and taken back', async (h) => {
    const { ownerSettings: store } = h.store
    assert.deepEqual(await store.of('acme'), [])
    const topics = { owner: 'acme', key: 'topics', value: '["news"]', updatedAt: h.now }
    const brand = { owner: 'acme', key: 'brand', value: '{"name":"“Acme” é"}', updatedAt: h.now + 1 }
    await store.put(topics)
    await store.put(brand)
    assert.deepEqual(await store.of('acme'), [brand, topics])
    const changed = { ...topics, value: '["news","offers"]', updatedAt: h.now + 2 }
    await store.put(changed)
    assert.deepEqual(await store.of('acme'), [brand, changed])
    assert.equal(await store.remove('acme', 'topics'), true)
    assert.equal(await store.remove('acme', 'topics'), false)
    assert.deepEqual(await store.of('acme'), [brand])
  }),

  ownerSettings('owners do not share settings, nor does an installation without tenants', async (h) => {
    const [here, there] = await bothStores(h)
    const owners = ['acme', 'other', null]
    for (const owner of owners)
      await here.ownerSettings.put({ owner, key: 'brand', value: `of ${owner}`, updatedAt: h.now })
    await there.ownerSettings.remove('other', 'brand')
    const values = await Promise.all(owners.map((owner) => there.ownerSettings.of(owner)))
    assert.deepEqual(
      values.map((own) => own.map(({ owner, value }) => [owner, value])),
      [[['acme', 'of acme']], [], [[null, 'of null']]],
    )
  }),

  ownerSettings('of many puts at once one stays whole', async (h) => {
    const stores = await bothStores(h)
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        at(stores, n % 2).ownerSettings.put({ owner: 'acme', key: 'brand', value: `${n}`, updatedAt: n }),
      ),
    )
    const [setting, ...rest] = await h.store.ownerSettings.of('acme')
    assert.deepEqual(rest, [])
    assert.equal(setting?.value, String(setting?.updatedAt))
  }),
]
