import { expect, it } from 'vitest'
import type { Sillage } from '../../src/index.ts'
import { kit } from '../test-sillage/kit.ts'

const directory = { search: async () => ({ items: [], next: null, total: 0 }), resolve: async () => [] }
const input = { email: 'ada@example.org' }

it.each<[string, (contacts: Sillage['contacts']) => Promise<unknown>]>([
  ['create', (contacts) => contacts.create(input)],
  ['update', (contacts) => contacts.update('1', input)],
  ['delete', (contacts) => contacts.delete('1')],
  ['import', (contacts) => contacts.import([Buffer.from('email\nada@example.org\n')])],
])('%s of contacts that the host keeps is refused', async (_, change) => {
  const { sillage } = await kit({ directory })
  await expect(change(sillage.contacts)).rejects.toMatchObject({
    code: 'method_not_allowed',
    message: 'Contacts are kept by the host application; change them there.',
  })
})
