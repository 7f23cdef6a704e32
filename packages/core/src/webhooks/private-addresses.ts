import ipaddr from 'ipaddr.js'

/** Within 2000::/3, where public addresses are: those that lead elsewhere all the same. */
const refused = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'].map((range) => ipaddr.IPv6.parseCIDR(range))
const publicV6 = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * True of every address that is not one of the public internet: private, link-local, loopback, shared, multicast,
 * reserved, for documentation, and those of IPv6 that hold an address of IPv4 (mapped, compatible, NAT64, 6to4,
 * Teredo), which may be any of these. What is no address is refused too.
 */
export function isPrivateAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return true
  const address = ipaddr.parse(text)
  if (address.kind() === 'ipv4') return address.range() !== 'unicast' || isSpecial(text)
  const v6 = address as ipaddr.IPv6
  return !v6.match(publicV6) || refused.some((range) => v6.match(range))
}

/** What the library takes for unicast, and is not: protocol assignments and benchmarks. */
const special = ['192.0.0.0/24', '192.88.99.0/24', '198.18.0.0/15'].map((range) => ipaddr.IPv4.parseCIDR(range))
const isSpecial = (text: string): boolean => special.some((range) => ipaddr.IPv4.parse(text).match(range))

/** True of the host of a URL that can be nothing but private, whatever names lead to. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
  return ipaddr.isValid(host) ? isPrivateAddress(host) : host === 'localhost' || host.endsWith('.localhost')
}
