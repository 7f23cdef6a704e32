// A process that takes hits on a file until it is killed. Started by kill.test.ts.
import { createSillage } from '@sillage/core'
import { sqliteStore } from '@sillage/store-sqlite'
import Fastify from 'fastify'
import { sillageFastify } from '../src/index.ts'

const [filename = ''] = process.argv.slice(2)
const sillage = createSillage({
  store: sqliteStore({ filename }),
  baseUrl: 'http://127.0.0.1',
  from: 'a@example.org',
  hitDeadlineMs: 30_000,
})
await sillage.migrate()
await sillage.start({ send: false })
const app = Fastify()
await app.register(sillageFastify, { sillage })
await app.listen({ host: '127.0.0.1', port: 0 })
const address = app.server.address()
process.send?.(typeof address === 'object' ? address?.port : undefined)
