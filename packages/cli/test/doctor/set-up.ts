import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { sillageRouter } from '@sillage/adapter-express'
import { createSillage, dkim, type Sillage, type SillageOptions, smtpTransport } from '@sillage/core'
import express, { type RequestHandler } from 'express'
import type { Zone } from '../dns-server.ts'

/** A key pair, and what has to stand in the DNS for it. */
export function signingKey(): { pem: string; record: string; privateKey: KeyObject } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  return {
    privateKey,
    pem,
    record: `v=DKIM1; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
  }
}

/** All that `shop.test` has to have in the DNS; what is given stands in its place. */
export const zoneOf = (record: string, changes: Zone = {}): Zone => ({
  'shop.test': { TXT: ['v=spf1 ip4:192.0.2.1 -all', 'another text'], MX: ['mx.shop.test'] },
  'mx.shop.test': { A: ['192.0.2.1'] },
  'news._domainkey.shop.test': { TXT: [record] },
  '_dmarc.shop.test': { TXT: ['v=DMARC1; p=reject; rua=mailto:dmarc@shop.test'] },
  ...changes,
})

/** An app with the mount at /mail behind these filters. */
export interface App {
  url: string
  sillage: Sillage
  close(): Promise<void>
}

/** Starts the app that an installation is mounted in; the installation is made when its address is known. */
export async function startApp(
  options: (url: string) => SillageOptions,
  { filters = [], path = '/mail' }: { filters?: readonly RequestHandler[]; path?: string } = {},
): Promise<App> {
  const app = express()
  const server: Server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const url = `http://localhost:${(server.address() as AddressInfo).port}/mail`
  const sillage = createSillage(options(url))
  for (const filter of filters) app.use(filter)
  app.use(path, sillageRouter(sillage, {}))
  return {
    url,
    sillage,
    async close() {
      await sillage.close()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The transport of `shop.test`, to a server of the test. */
export const signing = (port: number, pem: string, more: object = {}) =>
  smtpTransport({
    host: '127.0.0.1',
    port,
    dkim: dkim({ domainName: 'shop.test', keySelector: 'news', privateKey: pem }),
    ...more,
  })
