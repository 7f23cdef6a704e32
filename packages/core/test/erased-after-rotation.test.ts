import { expect, it } from 'vitest'
import { createSillage, generateSecret, memoryStore, type Sillage } from '../src/index.ts'

const [first, second, third] = [generateSecret(), generateSecret(), generateSecret()] as const
const ERASED = 'ada@example.org'

/** A database where somebody was erased while `first` was the oldest secret, and how to open it with others. */
async function afterErasure() {
  const store = memoryStore()
  const open = (secrets?: string[]): Sillage =>
    createSillage({ store, secrets, baseUrl: 'http://mail.example/s', from: 'eve@example.org' })
  const sillage = open([second, first])
  await sillage.recipients.erase(ERASED)
  return open
}

const skipped = async (sillage: Sillage): Promise<number> => {
  const recipients = [{ email: ERASED }, { email: 'zoe@example.net' }]
  const html = '<a href="{{unsubscribeUrl}}">leave</a>'
  return (await sillage.campaigns.create({ name: 'News', subject: 'News', html, recipients, start: false })).skipped
}

it.each<[string, string[]]>([
  ['as it was', [second, first]],
  ['with a newer one', [third, second, first]],
  ['alone', [first]],
  ['in another order', [first, third]],
  ['with another one behind it', [second, first, third]],
])('whoever was erased is held back while the secret of that time is given: %s', async (_, secrets) => {
  const sillage = (await afterErasure())(secrets)
  await sillage.start({ send: false })
  expect(await skipped(sillage)).toBe(1)
  await sillage.close()
})

it.each<[string, string[] | undefined]>([
  ['others', [third, second]],
  ['none', undefined],
])('without that secret (%s) nothing starts, and nobody is planned or erased', async (_, secrets) => {
  const sillage = (await afterErasure())(secrets)
  const refused = {
    code: 'invalid_option',
    field: 'secrets',
    message: expect.stringMatching(/^secrets: expected the secret that .* at the end, got others only: put it back/),
  }
  await expect(sillage.start({ send: false })).rejects.toMatchObject(refused)
  await expect(skipped(sillage)).rejects.toMatchObject(refused)
  await expect(sillage.recipients.erase('zoe@example.net')).rejects.toMatchObject(refused)
  await sillage.close()
})
