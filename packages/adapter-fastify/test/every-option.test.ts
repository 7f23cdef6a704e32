import { createSillage, memoryStore } from '@sillage/core'
import fastify from 'fastify'
import { expect, it } from 'vitest'
import { refusals } from '../../core/test/refusals.ts'
import { sillageFastify } from '../src/index.ts'

const sillage = createSillage({ store: memoryStore(), baseUrl: 'http://mail.example/s' })
const register = async (options: object) => {
  await fastify().register(sillageFastify, { sillage, ...options })
}

refusals(
  'sillageFastify',
  register,
  { authorize: [true], only: ['tracking'], names: ['fr'], ui: [true, { page() {} }], sillage: [undefined, {}] },
  {
    others: ['prefix', 'logLevel', 'logSerializers'],
  },
)

it("takes Fastify's own options beside its own", async () => {
  const own = { prefix: '/mail', logLevel: 'warn', logSerializers: { id: String } }
  await expect(register(own)).resolves.toBeUndefined()
})
