import { isIP } from 'node:net'
import { type Check, type Found, ok, skipped, warning } from './check.ts'
import type { Dns } from './dns.ts'
import { isLocalHost, isPrivateAddress } from './local-host.ts'
import type { Setup } from './setup.ts'

/** Whether the addresses of mail servers have names that lead back to them, as receivers ask of those that deliver. */
export const ptr: Check = async ({ transports, dns }) => {
  const hosts = hostsOf(transports)
  if (hosts.length === 0) return [skipped('No mail server is known by name.')]
  return (await Promise.all(hosts.map((host) => ofHost(host, dns)))).flat()
}

/** From `mail.example:587, other.example:587 (2)`. */
function hostsOf(transports: Setup['transports']): string[] {
  const servers = [...transports.values()].flatMap(({ server }) => server?.split(', ') ?? [])
  return [...new Set(servers.map((server) => server.replace(/:\d+(?: \(\d+\))?$/, '').replace(/^\[|\]$/g, '')))]
}

async function ofHost(host: string, dns: Dns): Promise<Found[]> {
  if (isLocalHost(host)) return [skipped(`${host} is this machine, and hands mails on.`)]
  const addresses = isIP(host) === 0 ? await dns.addresses(host) : [host]
  if (addresses.length === 0) return [skipped(`${host} has no address in the DNS.`)]
  return Promise.all(addresses.map((address) => ofAddress(host, address, dns)))
}

async function ofAddress(host: string, address: string, dns: Dns): Promise<Found> {
  if (isPrivateAddress(address)) return skipped(`${address} (${host}) is of a private network.`)
  const names = await dns.names(address)
  const advice = 'Where your mails leave from this address, let its owner set a PTR record that leads to a name of it.'
  if (names.length === 0) return warning(`${address} (${host}) has no name.`, advice)
  const back = await Promise.all(names.map(async (name) => (await dns.addresses(name)).includes(address)))
  const name = names[back.indexOf(true)]
  if (name === undefined)
    return warning(`${address} (${host}) has the name ${names[0]}, which does not lead back.`, advice)
  return ok(`${address} (${host}) has the name ${name}.`)
}
