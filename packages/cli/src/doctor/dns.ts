import type { MxRecord } from 'node:dns'
import { promises } from 'node:dns'

/** The records that checks ask for; none where the name or the record is not there. Each rejects with `DnsAway`. */
export interface Dns {
  /** Each record as one text, its pieces joined. */
  txt(name: string): Promise<string[]>
  mx(name: string): Promise<MxRecord[]>
  /** IPv4 and IPv6. */
  addresses(name: string): Promise<string[]>
  /** The names that an address leads back to. */
  names(address: string): Promise<string[]>
}

/** No server of the DNS gave an answer, so that nothing is known. */
export class DnsAway extends Error {}

const timeoutMs = 5_000
const tries = 2
const absent = ['ENOTFOUND', 'ENODATA']

/** Asks the system's servers, or the one that is named as `192.0.2.1:53`. Throws where that is no address. */
export function createDns(server: string | undefined): Dns {
  const resolver = new promises.Resolver({ timeout: timeoutMs, tries })
  if (server !== undefined) resolver.setServers([server])

  async function ask<T>(name: string, answer: Promise<T[]>): Promise<T[]> {
    try {
      return await answer
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
      if (absent.includes(code)) return []
      throw new DnsAway(`The DNS gave no answer for ${name} (${code}).`)
    }
  }

  return {
    txt: async (name) => (await ask(name, resolver.resolveTxt(name))).map((pieces) => pieces.join('')),
    mx: (name) => ask(name, resolver.resolveMx(name)),
    addresses: async (name) =>
      (await Promise.all([ask(name, resolver.resolve4(name)), ask(name, resolver.resolve6(name))])).flat(),
    names: (address) => ask(address, resolver.reverse(address)),
  }
}
