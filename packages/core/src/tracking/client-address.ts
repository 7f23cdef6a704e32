import ipaddr from 'ipaddr.js'
import { type Check, refuse, shown, whole } from '../domain/expect/index.ts'
import { remember } from '../kit/remember.ts'

const KEPT = 5_000

/**
 * Which proxies' `X-Forwarded-For` is believed. `false` (default): none, the socket's address counts. `true`: all of
 * them; only where nothing else can reach the server. A number: that many proxies stand in front. A list: addresses or
 * CIDR ranges of the proxies.
 */
export type TrustProxy = boolean | number | string[]

/** A client's address from the socket's and the `X-Forwarded-For` header; null where there is none. */
export type ClientAddress = (remoteAddress: string | undefined, forwardedFor: string | undefined) => string | null

/** Checks the option `http.trustProxy`. */
export const trustProxyOption: Check<TrustProxy> = (value, path) => {
  if (typeof value === 'number') return proxies(value, path)
  if (Array.isArray(value)) for (const [index, range] of value.entries()) parseRange(range, `${path}[${index}]`)
  else if (typeof value !== 'boolean')
    refuse(path, "true, false, a number or a list such as ['10.0.0.0/8']", shown(value))
  return value as TrustProxy
}
const proxies = whole(0, undefined, 'proxies')

/** Makes the function that finds a client's address. It is normalised, or null when there is none. */
export function createClientAddress(trustProxy: TrustProxy = false): ClientAddress {
  const trusts = trustOf(trustProxy)
  return (remoteAddress, forwardedFor) => {
    let client = normalise(remoteAddress)
    if (forwardedFor === undefined || client === null) return client
    // Read from the right, where the nearest proxy wrote; entries further left than so many are not worth the time.
    const chain = forwardedFor.split(',').slice(-50)
    for (let hop = 0; chain.length > 0 && trusts(client, hop); hop++) {
      const previous = normalise(chain.pop()?.trim())
      if (previous === null) break
      client = previous
    }
    return client
  }
}

function trustOf(trustProxy: TrustProxy): (address: string, hop: number) => boolean {
  if (typeof trustProxy === 'boolean') return () => trustProxy
  if (typeof trustProxy === 'number') return (_, hop) => hop < trustProxy
  const ranges = trustProxy.map((range) => parseRange(range, 'trustProxy'))
  return (address) => {
    const parsed = ipaddr.process(address)
    return ranges.some(([range, bits]) => parsed.kind() === range.kind() && parsed.match(range, bits))
  }
}

/** An address, or a range of them with the bits that these have in common. */
export function parseRange(text: unknown, path: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  try {
    if (String(text).includes('/')) return ipaddr.parseCIDR(text as string)
    const address = ipaddr.parse(text as string)
    return [address, address.kind() === 'ipv4' ? 32 : 128]
  } catch (cause) {
    return refuse(path, 'an IP address or a CIDR range', shown(text), cause)
  }
}

/**
 * One spelling per address: IPv4-mapped IPv6 becomes IPv4, a port or zone is cut off; null when it is not an address.
 */
const normalise = (text: string | undefined): string | null =>
  text === undefined || text.length > 64 ? null : normalised(text)

// Parsing an address costs 3 µs, and every hit needs it several times.
const normalised = remember((text) => {
  const [withoutZone = ''] = text.split('%', 1)
  const bare = withoutZone.replace(/^\[(.*)\](?::\d+)?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : null
}, KEPT)

/** The network an address is in, /24 or /48: what truncation keeps, and what the rules compare. */
export const networkOf = remember((address: string): string => {
  const parsed = ipaddr.process(address)
  const bits = parsed.kind() === 'ipv4' ? 24 : 48
  const bytes = parsed.toByteArray().map((byte, index) => (index < bits / 8 ? byte : 0))
  return ipaddr.fromByteArray(bytes).toString()
}, KEPT)
