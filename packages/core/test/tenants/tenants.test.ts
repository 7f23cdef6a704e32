import { describe, expect, it } from 'vitest'
import { createSillage, type SillageOptions } from '../../src/index.ts'
import { memoryStore } from '../../src/store/memory/memory-store.ts'
import { methodNames, walkTenants } from './walk.ts'

const email = 'zoe@example.org'
const content = { subject: 's', html: '<p>x</p>' }
const install = (options: Partial<SillageOptions> = {}) =>
  createSillage({ store: memoryStore(), baseUrl: 'http://mail.example', from: 'a@b.example', ...options })

walkTenants(async () => memoryStore())

it('a tenant has a name', () => {
  for (const owner of ['', undefined, null, 7])
    expect(() => install().for(owner as string)).toThrow(/^owner: expected the tenant, as text that is not empty, got /)
})

describe('where tenants are required', () => {
  it.each(methodNames)('%s asks for one', async (name) => {
    const strict = install({ tenants: 'required' })
    const [room = '', method = ''] = name.split('.')
    const call = Reflect.get(Reflect.get(strict, room), method) as () => Promise<unknown> & AsyncIterable<unknown>
    await expect(call()).rejects.toMatchObject({ code: 'missing_owner', message: expect.stringContaining(name) })
    const iterate = async () => {
      for await (const _ of call());
    }
    await expect(iterate()).rejects.toMatchObject({ code: 'missing_owner' })
  })

  it('one tenant and all tenants can be named', async () => {
    const strict = install({ tenants: 'required' })
    await strict.migrate()
    const { id } = await strict.for('a').campaigns.create({ name: 'n', ...content, recipients: [{ email }] })
    expect((await strict.forAll().campaigns.get(id)).name).toBe('n')
    await expect(strict.for('b').campaigns.get(id)).rejects.toMatchObject({ code: 'not_found' })
  })
})
