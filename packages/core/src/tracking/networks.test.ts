import { expect, it } from 'vitest'
import { createNetworks, networksOption } from './networks.ts'

const find = createNetworks([
  { name: 'office', cidrs: ['198.51.100.0/24', '2001:db8:1::/48'], verdict: 'human' },
  { name: 'gateway', cidrs: ['198.51.100.64/26', '203.0.113.7', '2001:db8:1:ff00::/56'], verdict: 'scanner' },
  { name: 'late', cidrs: ['203.0.113.7'], verdict: 'human' },
  { name: 'odd', cidrs: ['192.0.0.0/9', '::/1'], verdict: 'unknown' },
])

it.each<[string | null, string | undefined]>([
  ['198.51.100.1', 'office'],
  // Of several ranges the narrowest, of two alike the first.
  ['198.51.100.64', 'gateway'],
  ['198.51.100.127', 'gateway'],
  ['198.51.100.128', 'office'],
  ['203.0.113.7', 'gateway'],
  ['203.0.113.8', undefined],
  ['192.127.255.255', 'odd'],
  ['192.128.0.0', undefined],
  ['2001:db8:1::5', 'office'],
  ['2001:db8:1:ff12::5', 'gateway'],
  ['2001:db8:2::5', 'odd'],
  ['8000::', undefined],
  ['::ffff:198.51.100.65', 'gateway'],
  [null, undefined],
])('%s is of %s', (address, name) => {
  expect(find(address)).toBe(name)
})

it('a range that holds all addresses of its kind holds them', () => {
  const all = createNetworks([{ name: 'all', cidrs: ['0.0.0.0/0'], verdict: 'unknown' }])
  expect([all('0.0.0.0'), all('255.255.255.255'), all('::1')]).toEqual(['all', 'all', undefined])
})

it('finds an address among 100,000 ranges as fast as among ten', () => {
  const cidrs = Array.from({ length: 100_000 }, (_, n) => `10.${n >> 9}.${(n >> 1) & 255}.${(n & 1) << 7}/25`)
  const many = createNetworks([{ name: 'cloud', cidrs, verdict: 'scanner' }])
  expect([many('10.5.3.129'), many('10.195.79.200'), many('10.200.0.1')]).toEqual(['cloud', 'cloud', undefined])
})

it.each<[string, object]>([
  ['networks[0].verdict', { name: 'a', cidrs: ['10.0.0.0/8'] }],
  ['networks[0].verdict', { name: 'a', cidrs: [], verdict: 'robot' }],
  ['networks[0].name', { name: '', cidrs: [], verdict: 'human' }],
  ['networks[0].name', { name: 'a'.repeat(65), cidrs: [], verdict: 'human' }],
  ['networks[0].cidrs[1]', { name: 'a', cidrs: ['10.0.0.0/8', 'example.org'], verdict: 'human' }],
  ['networks[0].cidrs[0]', { name: 'a', cidrs: ['10.0.0.0/33'], verdict: 'human' }],
])('refuses %s of %j', (field, network) => {
  expect(() => networksOption([network], 'networks')).toThrowError(expect.objectContaining({ field }))
})

it('refuses a name that another has', () => {
  const one = { name: 'a', cidrs: [], verdict: 'human' }
  expect(() => networksOption([one, one], 'networks')).toThrow('networks[1].name: expected a name of its own')
})
