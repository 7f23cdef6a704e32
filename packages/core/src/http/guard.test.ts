import { expect, it } from 'vitest'
import { requireWritableType } from './guard.ts'
import type { Route } from './types.ts'

const route = (method: string, bodyType?: string) => ({ method, bodyType }) as Route
const request = (headers: Record<string, string | undefined>) => ({
  method: 'POST',
  params: {},
  query: '',
  headers,
  remoteAddress: undefined,
  body: undefined,
})
const passes = (of: Route, headers: Record<string, string | undefined>): boolean => {
  try {
    requireWritableType(of, request(headers))
    return true
  } catch {
    return false
  }
}
const json = 'application/json'

it.each([
  // Of a program, which is no browser; of a page of this origin; of an address that a person typed.
  [{}, true],
  [{ 'sec-fetch-site': 'same-origin' }, true],
  [{ 'sec-fetch-site': 'none' }, true],
  // Of a page of another origin, of another host of this site too.
  [{ 'sec-fetch-site': 'same-site' }, false],
  [{ 'sec-fetch-site': 'cross-site' }, false],
  [{ 'sec-fetch-site': '' }, false],
  [{ 'sec-fetch-site': 'Same-Origin ' }, false],
  // A browser that sends no such header.
  [{ origin: 'https://app.example' }, false],
  // What no header says is the reason to trust it.
  [{ 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }, true],
])('a write without a body and type, %j: %s', (headers, passed) => {
  expect(passes(route('POST'), headers)).toBe(passed)
  expect(passes(route('POST'), { ...headers, 'content-length': '0' })).toBe(passed)
  expect(passes(route('POST'), { ...headers, 'content-type': json })).toBe(true)
  for (const full of [{ 'content-length': '1' }, { 'transfer-encoding': 'chunked' }])
    expect(passes(route('POST'), { ...headers, ...full })).toBe(false)
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/csv'])
    expect(passes(route('POST'), { ...headers, 'content-type': type })).toBe(false)
})

it('reads need no type, and a route may need another', () => {
  expect(passes(route('GET'), { 'sec-fetch-site': 'cross-site' })).toBe(true)
  for (const [type, passed] of [
    ['text/csv; charset=utf-8', true],
    ['TEXT/CSV', true],
    [json, false],
  ] as const)
    expect(passes(route('POST', 'text/csv'), { 'content-type': type })).toBe(passed)
})
