import type { AddressInfo } from 'node:net'
import { englishNames, frenchNames } from '@sillage/core'
import { type MountSillage, runAdapterCases } from '@sillage/core/testing'
import Fastify from 'fastify'
import { describe, it } from 'vitest'
import { sillageFastify } from '../src/index.ts'

const mountAt =
  (prefix: string): MountSillage =>
  async (sillage, options) => {
    const app = Fastify()
    await app.register(sillageFastify, { prefix, sillage, ...options })
    await app.listen({ host: '127.0.0.1', port: 0 })
    return { url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}${prefix}`, close: () => app.close() }
  }

describe.each([
  ['at the root, English', '', englishNames],
  ['under a prefix, French', '/outils/mail', frenchNames],
])('Fastify 5 %s', (_where, prefix, names) => {
  runAdapterCases(it, { mount: mountAt(prefix), names })
})
