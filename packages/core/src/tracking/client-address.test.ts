import { describe, expect, it } from 'vitest'
import { createClientAddress, networkOf, trustProxyOption } from './client-address.ts'
import { cleanUserAgent, keepIp, keepUserAgent } from './visitor-privacy.ts'

describe('createClientAddress', () => {
  it('believes no header by default', () => {
    expect(createClientAddress()('203.0.113.7', '10.0.0.1')).toBe('203.0.113.7')
    expect(createClientAddress(0)('203.0.113.7', '10.0.0.1')).toBe('203.0.113.7')
  })

  it.each([
    [1, '10.0.0.2', '198.51.100.1, 203.0.113.5', '203.0.113.5'],
    [2, '10.0.0.2', '198.51.100.1, 203.0.113.5', '198.51.100.1'],
    [true, '10.0.0.2', '198.51.100.1, 203.0.113.5', '198.51.100.1'],
    [['10.0.0.0/8'], '10.0.0.2', '198.51.100.1, 10.1.2.3', '198.51.100.1'],
    [['10.0.0.0/8'], '192.0.2.1', '198.51.100.1', '192.0.2.1'],
    [['::1'], '::1', '2001:db8::5', '2001:db8::5'],
    [1, '::ffff:10.0.0.2', 'garbage', '10.0.0.2'],
    [1, '10.0.0.2', '[2001:db8::1]:443', '2001:db8::1'],
  ])('trusts %j', (trust, remote, forwarded, expected) => {
    expect(createClientAddress(trust)(remote, forwarded)).toBe(expected)
  })

  it('refuses an invalid range', () => {
    expect(() => trustProxyOption(['10.0.0.0/99'], 'trustProxy')).toThrow(
      'trustProxy[0]: expected an IP address or a CIDR range',
    )
    expect(() => trustProxyOption(1.5, 'trustProxy')).toThrow(
      'trustProxy: expected a whole number of proxies from 0, got 1.5',
    )
    expect(() => trustProxyOption('10.0.0.0/8', 'trustProxy')).toThrow(
      'trustProxy: expected true, false, a number or a list',
    )
  })
})

describe('privacy', () => {
  it('keeps the network of an address', () => {
    expect(networkOf('203.0.113.77')).toBe('203.0.113.0')
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1::')
    expect(keepIp('203.0.113.77', 'truncated')).toBe('203.0.113.0')
    expect(keepIp('203.0.113.77', 'none')).toBeNull()
    expect(keepIp('203.0.113.77', 'full')).toBe('203.0.113.77')
  })

  it('cuts and cleans a User-Agent', () => {
    expect(cleanUserAgent('x'.repeat(2_000))).toHaveLength(512)
    expect(cleanUserAgent('a\u0000b\r\nc')).toBe('a b  c')
    expect(cleanUserAgent('')).toBeNull()
    expect(cleanUserAgent('bad \ud800')).toBe('bad \ufffd')
    expect(keepUserAgent('Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Thunderbird/131.0', 'family')).toBe(
      'Thunderbird',
    )
    expect(keepUserAgent('Mozilla/5.0', 'none')).toBeNull()
  })
})
