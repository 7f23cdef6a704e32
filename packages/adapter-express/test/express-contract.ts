import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { englishNames, frenchNames } from '@sillage/core'
import { adapterCases, type MountSillage, runAdapterCases } from '@sillage/core/testing'
import type express from 'express'
import { describe, expect, it } from 'vitest'
import { attachLive, sillageRouter } from '../src/index.ts'

type Framework = typeof express
/** What a host does around the mount. */
interface Host {
  before?(app: express.Express, framework: Framework): void
  after?(app: express.Express, framework: Framework): void
}

const parsers: NonNullable<Host['before']> = (app, framework) =>
  app.use(
    framework.json({ limit: '20mb' }),
    framework.urlencoded({ extended: true }),
    framework.text({ type: 'text/csv', limit: '20mb' }),
  )

/** Registers the contract for the Express that the adapter and this framework argument are. */
export function describeContract(label: string, framework: Framework): void {
  describe.each([
    ['at the root, English', '', englishNames],
    ['under a prefix, French', '/outils/mail', frenchNames],
  ] as const)(`${label} %s`, (_where, path, names) => {
    const count = runAdapterCases(it, { mount: mountAt(framework, path), names })
    it(`runs all ${adapterCases.length} cases`, () => expect(count).toBe(adapterCases.length))
  })
  describe.each([
    ['before the mount', { before: parsers }],
    ['after the mount', { after: parsers }],
  ] as const)(`${label} with the host’s body parsers %s`, (_where, host) => {
    const mount = mountAt(framework, '/mail', host)
    runAdapterCases(it, {
      mount,
      names: englishNames,
      groups: ['bodies', 'bounds', 'directory', 'one-click'],
      hostParses: 'before' in host,
    })
  })
  process.stdout.write(`${label}: ${adapterCases.length} contract cases for each mount\n`)
}

const mountAt =
  (framework: Framework, path: string, host: Host = {}): MountSillage =>
  async (sillage, options) => {
    const app = framework()
    host.before?.(app, framework)
    app.use(path === '' ? '/' : path, sillageRouter(sillage, options))
    host.after?.(app, framework)
    const server = createServer(app)
    const live = options.only === 'public' ? undefined : attachLive(server, sillage, { ...options, path })
    const { url, close } = await listen(server)
    return {
      url: url + path,
      close: () => {
        live?.close()
        return close()
      },
    }
  }

export async function listen(server: Server): Promise<{ url: string; close(): Promise<void> }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
