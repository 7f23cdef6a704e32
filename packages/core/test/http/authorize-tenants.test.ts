import { expect, it } from 'vitest'
import { sillageFetch } from '../../src/http/index.ts'
import { type Access, createSillage, memoryStore } from '../../src/index.ts'

const campaign = { name: 'of a', subject: 's', html: '<p>x</p>', start: false }

/** What a caller sees in the list of campaigns where `authorize` answers this. */
async function answered(tenants: 'none' | 'required', allowed: unknown) {
  const sillage = createSillage({
    store: memoryStore(),
    baseUrl: 'http://mail.example/m',
    from: 'a@b.example',
    tenants,
  })
  await sillage.migrate()
  await sillage.for('a').campaigns.create(campaign)
  await sillage.for('b').campaigns.create({ ...campaign, name: 'of b' })
  const respond = sillageFetch(sillage, { prefix: '/m', authorize: () => allowed as Access })
  const response = await respond(new Request('http://mail.example/m/api/campaigns'))
  const body = (await response.json()) as { items?: { name: string }[]; error?: { code: string } }
  await sillage.close()
  return body.error?.code ?? body.items?.map(({ name }) => name).sort()
}

it.each<[unknown, unknown, unknown]>([
  [false, 'forbidden', 'forbidden'],
  [true, ['of a', 'of b'], 'missing_owner'],
  [{ all: true }, ['of a', 'of b'], ['of a', 'of b']],
  [{ owner: 'a' }, ['of a'], ['of a']],
  [{ owner: 'c' }, [], []],
  [{ owner: '' }, 'forbidden', 'forbidden'],
  [{ owner: undefined, all: true }, 'forbidden', 'forbidden'],
  [{ all: 'yes' }, 'forbidden', 'forbidden'],
  [{}, 'forbidden', 'forbidden'],
  ['a', 'forbidden', 'forbidden'],
  [null, 'forbidden', 'forbidden'],
])('authorize that answers %j shows %j, and %j where tenants are required', async (allowed, free, required) => {
  expect(await answered('none', allowed)).toEqual(free)
  expect(await answered('required', allowed)).toEqual(required)
})
