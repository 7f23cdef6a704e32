import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { englishNames, frenchNames } from '@sillage/core'
import { type MountSillage, runAdapterCases } from '@sillage/core/testing'
import express, { type Express } from 'express'
import { describe, it } from 'vitest'
import { attachLive, sillageRouter } from '../src/index.ts'

const mountAt =
  (path: string, prepare: (app: Express) => void = () => {}): MountSillage =>
  async (sillage, options) => {
    const app = express()
    prepare(app)
    app.use(path === '' ? '/' : path, sillageRouter(sillage, options))
    const server = createServer(app)
    const live = options.only === 'public' ? undefined : attachLive(server, sillage, { ...options, path })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
      close: () => {
        live?.close()
        server.closeAllConnections()
        return new Promise((resolve) => server.close(() => resolve()))
      },
    }
  }

describe.each([
  ['at the root, English', mountAt(''), englishNames],
  ['under a prefix, French', mountAt('/outils/mail'), frenchNames],
  [
    'behind the host’s body parsers',
    mountAt('/mail', (app) =>
      app.use(
        express.json({ limit: '20mb' }),
        express.urlencoded({ extended: true }),
        express.text({ type: 'text/csv' }),
      ),
    ),
    englishNames,
  ],
])('Express 5 %s', (where, mount, names) => {
  runAdapterCases(it, { mount, names, hostParses: where.startsWith('behind') })
})
