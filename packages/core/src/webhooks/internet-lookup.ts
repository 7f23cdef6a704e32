import { Resolver } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'

/** A server that does not answer is given up after two tries of this, in milliseconds. */
const TRY_MS = 2_000

/**
 * Finds the addresses of a name of the internet without a thread: the system's own lookup holds one of Node's four for
 * as long as a name server is silent, and all that reads files or encrypts waits with it. Names of the machine's own
 * files are not found.
 *
 * @param servers Which name servers are asked. Default: those of the system.
 * @param tryMs How long a server may take, twice. Default: 2,000.
 */
export function internetLookup(servers?: readonly string[], tryMs = TRY_MS): LookupFunction {
  const resolver = new Resolver({ timeout: tryMs, tries: 2 })
  if (servers !== undefined) resolver.setServers(servers)
  return (hostname, _options, callback) => {
    void Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]).then(([v4, v6]) => {
      const found = [
        ...(v4.status === 'fulfilled' ? v4.value : []).map((address) => ({ address, family: 4 })),
        ...(v6.status === 'fulfilled' ? v6.value : []).map((address) => ({ address, family: 6 })),
      ]
      if (found.length === 0 && v4.status === 'rejected') callback(v4.reason as NodeJS.ErrnoException, [])
      else if (found.length === 0) callback(Object.assign(new Error('no address'), { code: 'ENODATA' }), [])
      else callback(null, found)
    })
  }
}
