import ipaddr from 'ipaddr.js'
import { type Verdict, verdicts } from '../domain/event.ts'
import { type Check, list, object, oneOf, refuse, required, shown, text } from '../domain/expect/index.ts'
import { parseRange } from './client-address.ts'

/** Addresses of which the host knows who is behind them. */
export interface Network {
  /** Kept with each hit from there, so that `reclassify` finds its verdict again: up to 64 characters. */
  name: string
  /** Addresses and CIDR ranges. Of several that hold an address the narrowest counts. */
  cidrs: readonly string[]
  /** Whatever the User-Agent says. */
  verdict: Verdict
}

const ofNetwork = object<Network>({
  name: required(text('a name of up to 64 characters', (name) => /^[^\p{Cc}]{1,64}$/u.test(name))),
  cidrs: required((value, path) => {
    const ranges = list(text())(value, path)
    for (const [index, range] of ranges.entries()) parseRange(range, `${path}[${index}]`)
    return ranges
  }),
  verdict: required(oneOf(...verdicts)),
})

/** Checks the option `tracking.networks`. */
export const networksOption: Check<readonly Network[]> = (value, path) => {
  const networks = list(ofNetwork)(value, path)
  const seen = new Set<string>()
  for (const [index, { name }] of networks.entries()) {
    if (seen.has(name)) refuse(`${path}[${index}].name`, 'a name of its own', `${shown(name)} twice`)
    seen.add(name)
  }
  return networks
}

/** Ranges of one length, by the bits that their addresses have in common. */
interface OfLength {
  bits: number
  names: Map<string, string>
}

/**
 * Makes the function that finds the network of an address. Its work grows with the lengths that ranges have, of which
 * there are few, and with nothing else: lists of cloud providers have hundred thousands.
 */
export function createNetworks(networks: readonly Network[] = []): (address: string | null) => string | undefined {
  const lengths = { ipv4: [] as OfLength[], ipv6: [] as OfLength[] }
  for (const { name, cidrs } of networks)
    for (const range of cidrs) {
      const [address, bits] = parseRange(range, 'cidrs')
      const own = lengths[address.kind()]
      const { names } = own.find((one) => one.bits === bits) ?? added(own, { bits, names: new Map() })
      const key = prefixOf(address, bits)
      if (!names.has(key)) names.set(key, name)
    }
  for (const own of Object.values(lengths)) own.sort((a, b) => b.bits - a.bits)
  return (text) => {
    if (text === null || networks.length === 0) return undefined
    const address = ipaddr.process(text)
    for (const { bits, names } of lengths[address.kind()]) {
      const name = names.get(prefixOf(address, bits))
      if (name !== undefined) return name
    }
    return undefined
  }
}

function added<T>(list: T[], item: T): T {
  list.push(item)
  return item
}

/** The first bits of an address, as a key. */
function prefixOf(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): string {
  const bytes = address.toByteArray().slice(0, Math.ceil(bits / 8))
  const rest = bits % 8
  if (rest !== 0) bytes.push((bytes.pop() ?? 0) & (0xff << (8 - rest)))
  return String.fromCharCode(...bytes)
}
