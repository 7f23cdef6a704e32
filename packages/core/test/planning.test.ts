import { expect, it } from 'vitest'
import { createSillage } from '../src/create-sillage.ts'
import { SillageError } from '../src/domain/errors.ts'
import { memoryStore } from '../src/store/memory/memory-store.ts'
import { fakeClock } from '../src/testing/fake-clock.ts'

const content = { name: 'n', subject: 's', html: '<p>x</p>', recipients: [{ email: 'ada@example.org' }] }

/** An installation that waits with the end of each planning until it is let go, or fails. */
function planning() {
  const store = memoryStore()
  const { plan } = store.campaigns
  const gate = Promise.withResolvers<void>()
  let begun = () => {}
  const isBegun = new Promise<void>((resolve) => {
    begun = resolve
  })
  store.campaigns.plan = async (...given) => {
    const [, , , end] = given
    if (end !== undefined) {
      begun()
      await gate.promise
    }
    return plan(...given)
  }
  const sillage = createSillage({ store, clock: fakeClock(), baseUrl: 'http://mail.example', from: 'a@b.example' })
  return { sillage, gate, isBegun }
}

it('a campaign is not started while its recipients are being stored', async () => {
  const { sillage, gate, isBegun } = planning()
  const recipients = Array.from({ length: 2_500 }, (_, n) => ({ email: `p${n}@example.org` }))
  const created = sillage.campaigns.create({ ...content, recipients, start: false })
  await isBegun
  const [campaign] = (await sillage.campaigns.list()).items
  const id = campaign?.id ?? ''
  expect(campaign?.total).toBeGreaterThan(0)
  await expect(sillage.campaigns.start(id)).rejects.toMatchObject({ code: 'wrong_status' })
  gate.resolve()
  await created
  expect((await sillage.campaigns.start(id)).status).toBe('sending')
})

it.each([
  ['with a key stays, and the next call goes on with it', 'k', 1],
  ['without a key is removed', undefined, 0],
])('a campaign whose recipients cannot be stored %s', async (_, key, left) => {
  const { sillage, gate } = planning()
  gate.promise.catch(() => undefined)
  gate.reject(new SillageError('store_unavailable', 'away'))
  await expect(sillage.campaigns.create({ ...content, key })).rejects.toMatchObject({ code: 'store_unavailable' })
  expect((await sillage.campaigns.list()).items).toHaveLength(left)
})
