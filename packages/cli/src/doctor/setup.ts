import { domainToASCII } from 'node:url'
import type { Sillage, Store, Transport } from '@sillage/core'
import { services } from '@sillage/core/http'
import { wronglyUsed } from '../wrong-use.ts'
import { createDns, type Dns } from './dns.ts'
import { createLazyReport, type LazyReport } from './lazy-report.ts'

/** What is examined: the parts of an installation that lead outside. */
export interface Setup {
  store: Pick<Store, 'name' | 'inspect'>
  /** Asked once, whichever check comes first. */
  report: LazyReport
  /** Where recipients reach the mount; undefined where each tenant has another. */
  baseUrl: string | undefined
  /** ASCII, lower case; undefined where no sender is known. */
  fromDomain: string | undefined
  /** Where bounces go: the domain whose SPF receivers ask for. */
  bounceDomain: string | undefined
  transports: ReadonlyMap<string, Transport>
  dns: Dns
}

/** What a person may say otherwise. */
export interface SetupOptions {
  dns?: string | undefined
  from?: string | undefined
  tenant?: string | undefined
}

export function createSetup(sillage: Sillage, { dns, from, tenant }: SetupOptions): Setup {
  const { store, urls, outgoing } = sillage[services]
  const sender = from ?? outgoing.from
  const fromDomain = sender === undefined ? undefined : domainIn(sender)
  if (from !== undefined && fromDomain === undefined) throw wronglyUsed(`--from: expected an address, got ${from}`)
  return {
    store,
    report: createLazyReport(store),
    baseUrl: tenant === undefined ? urls.fixed : urls.baseOf(tenant),
    fromDomain,
    bounceDomain: outgoing.bounceAddress === undefined ? fromDomain : domainIn(outgoing.bounceAddress),
    transports: outgoing.transports,
    dns: dnsOf(dns),
  }
}

function dnsOf(server: string | undefined): Dns {
  try {
    return createDns(server)
  } catch {
    throw wronglyUsed(`--dns: expected the IP address of a server, as 192.0.2.1 or 192.0.2.1:5353, got ${server}`)
  }
}

/** The domain of `ada@example.org` and of `Ada <ada@example.org>`. */
function domainIn(mailbox: string): string | undefined {
  const domain = /@([^@<>\s]+)>?\s*$/.exec(mailbox)?.[1]
  const ascii = domain === undefined ? '' : domainToASCII(domain)
  return ascii === '' ? undefined : ascii
}
