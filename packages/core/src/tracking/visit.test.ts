import { expect, it } from 'vitest'
import { createVisitReader, type VisitOptions } from './visit.ts'

const options: VisitOptions = { ip: 'full', userAgent: 'full', honourGpc: true }
const visitOf = (headers: Record<string, string>, changes: Partial<VisitOptions> = {}, method = 'GET') =>
  createVisitReader({ ...options, ...changes })({ method, headers, remoteAddress: '203.0.113.7' })

it.each<[Record<string, string>, boolean]>([
  [{ 'sec-gpc': '1' }, true],
  [{ dnt: '1' }, true],
  [{ 'sec-gpc': '1', dnt: '0' }, true],
  [{ 'sec-gpc': '0', dnt: '1' }, true],
  [{ 'sec-gpc': '0', dnt: '0' }, false],
  [{ 'sec-gpc': 'true' }, false],
  [{}, false],
])('a request with %j that is honoured asks not to be tracked: %s', (headers, optedOut) => {
  expect(visitOf(headers).optedOut).toBe(optedOut)
  expect(visitOf(headers, { honourGpc: false }).optedOut).toBe(false)
})

it.each([
  ['sec-purpose', 'prefetch;prerender', true],
  ['purpose', 'preview', true],
  ['x-purpose', 'Preview', true],
  ['x-moz', 'prefetch', true],
  ['sec-purpose', 'other', false],
  ['x-other', 'prefetch', false],
])('%s: %s is a prefetch: %s', (name, value, prefetch) => {
  expect(visitOf({ [name]: value }).prefetch).toBe(prefetch)
})

it('the limits on abuse know the whole address, and what is stored is what the options keep', () => {
  expect(visitOf({ 'user-agent': 'Mail/1.0' })).toMatchObject({ ip: '203.0.113.7', source: '203.0.113.7' })
  expect(visitOf({}, { ip: 'none' })).toMatchObject({ ip: null, source: '203.0.113.7' })
  expect(visitOf({ 'x-forwarded-for': '198.51.100.1' }, { trustProxy: 1 }).source).toBe('198.51.100.1')
  const unknown = createVisitReader(options)({ method: 'HEAD', headers: {}, remoteAddress: undefined })
  expect(unknown).toMatchObject({ ip: null, userAgent: null, source: '', head: true })
})
