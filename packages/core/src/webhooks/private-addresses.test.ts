import { expect, it } from 'vitest'
import { isPrivateAddress, isPrivateHost } from './private-addresses.ts'

it.each([
  ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '100.64.0.1', '100.127.255.255', '127.0.0.1', '127.255.255.254'],
  ...['169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.2.1', '192.88.99.1', '192.168.1.1'],
  ...['198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.1', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
  ...['::', '::1', '::10.0.0.1', '::8.8.8.8', '::ffff:10.0.0.1', '::ffff:127.0.0.1', '::ffff:8.8.8.8'],
  ...['64:ff9b::a00:1', '64:ff9b::808:808', '64:ff9b:1::1', '100::1', 'fc00::1', 'fd12:3456::1', 'fe80::1'],
  ...['fec0::1', 'ff02::1', '2001::1', '2001:db8::1', '2002:a00:1::', '3fff::1', '5f00::1'],
  ...['', 'localhost', '300.1.1.1', '10.0.0'],
])('%s is not asked', (address) => {
  expect(isPrivateAddress(address)).toBe(true)
})

it.each([
  ...['1.1.1.1', '8.8.8.8', '11.0.0.1', '100.63.255.255', '100.128.0.0', '126.255.255.255', '128.0.0.1'],
  ...['169.253.255.255', '172.15.255.255', '172.32.0.1', '192.0.1.1', '192.167.255.255', '192.169.0.1', '198.17.0.1'],
  ...['198.20.0.1', '223.255.255.255', '2001:4860:4860::8888', '2606:4700::1111', '2a00:1450:4007::1'],
])('%s is', (address) => {
  expect(isPrivateAddress(address)).toBe(false)
})

it.each([
  ['localhost', true],
  ['LOCALHOST.', true],
  ['app.localhost', true],
  ['[::1]', true],
  ['127.0.0.1', true],
  ['localhost.example', false],
  ['hook.example', false],
  ['[2606:4700::1111]', false],
])('of the host %s it is known by itself: %s', (host, isPrivate) => {
  expect(isPrivateHost(host)).toBe(isPrivate)
})

it.each([
  ...['http://2130706433/', 'http://0x7f.1/', 'http://0177.0.0.1/', 'http://127.1/', 'http://①②⑦.0.0.1/'],
  ...['http://[::ffff:7f00:1]/', 'http://127.0.0.1./'],
])('%s is the loopback in another spelling', (url) => {
  expect(isPrivateHost(new URL(url).hostname)).toBe(true)
})
