import { afterEach, expect, it } from 'vitest'
import { createSillage, memoryStore, type Sillage } from '../src/index.ts'
import { fakeClock } from '../src/testing/index.ts'

const store = memoryStore()
let sillage: Sillage | undefined
afterEach(() => sillage?.close())
const begin = () => createSillage({ store, baseUrl: 'http://mail.example/s', from: 'ada@example.org' })

it.each<[string, (on: Sillage) => Promise<unknown>]>([
  ['start', (on) => on.start()],
  ['sendDue', (on) => on.sendDue()],
  ['a test', (on) => on.campaigns.sendTest({ to: 'zoe@example.net', subject: 's', html: 'h' })],
])('%s without a transport says in the same words which option is missing', async (_, act) => {
  sillage = begin()
  await expect(act(sillage)).rejects.toMatchObject({
    code: 'missing_transport',
    field: 'transport',
    message: expect.stringMatching(/^transport: expected one such as smtpTransport.* got none;/),
  })
})

it('a start without a transport leaves no work behind, which would keep the process from ending', async () => {
  const clock = fakeClock()
  sillage = createSillage({ store, clock, baseUrl: 'http://mail.example/s' })
  await expect(sillage.start()).rejects.toMatchObject({ code: 'missing_transport' })
  await clock.settle()
  expect(clock.sleeping).toBe(0)
})

it.each(['[]', '["hunter2"]', '{"a":1}', '["hunter2'])(
  'a setting in the store without keys (%s) is refused by the name of the option, and not shown',
  async (kept) => {
    await store.settings.put('token_secrets', kept)
    sillage = begin()
    await expect(sillage.start({ send: false })).rejects.toMatchObject({
      code: 'invalid_option',
      field: 'secrets',
      message:
        'secrets: expected this option, or keys in the setting token_secrets of the store, got neither: restore it',
    })
  },
)
