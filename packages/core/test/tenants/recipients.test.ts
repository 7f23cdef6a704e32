import { expect, it } from 'vitest'
import { createSillage } from '../../src/create-sillage.ts'
import { memoryStore } from '../../src/store/memory/memory-store.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'

const content = { name: 'n', subject: 's', html: '<p>x</p>', start: false }

/** An installation with a contact of the same company for each tenant and for none; the ids of their contacts. */
async function directory() {
  const sillage = createSillage({
    store: memoryStore(),
    clock: fakeClock(),
    baseUrl: 'http://mail.example',
    from: 'a@b.example',
  })
  await sillage.migrate()
  const person = (name: string) => ({ email: `${name}@example.org`, company: 'Same', tags: ['vip'] })
  const own = await sillage.for('a').contacts.create(person('a'))
  const other = await sillage.for('b').contacts.create(person('b'))
  const none = await sillage.contacts.create(person('none'))
  return { sillage, tenant: sillage.for('a'), own: own.id, others: [other.id, none.id] }
}

it.each([{ company: 'Same' }, { tag: 'vip' }, { q: '' }, {}])(
  'a tenant’s segment %j has none of others',
  async (where) => {
    const { sillage, tenant } = await directory()
    const { id } = await tenant.campaigns.create({ ...content, recipients: { where } })
    const { items } = await tenant.messages.list({ campaignId: id })
    expect(items.map(({ email }) => email)).toEqual(['a@example.org'])
    const all = await sillage.forAll().campaigns.create({ ...content, recipients: { where } })
    expect(all.total).toBe(3)
  },
)

it('a tenant’s list of contacts has none of others', async () => {
  const { tenant, own, others } = await directory()
  for (const other of others)
    await expect(
      tenant.campaigns.create({ ...content, recipients: { contactIds: [own, other] } }),
    ).rejects.toMatchObject({ code: 'unknown_contact', field: 'recipients.contactIds' })
  expect((await tenant.campaigns.create({ ...content, recipients: { contactIds: [own] } })).total).toBe(1)
})
