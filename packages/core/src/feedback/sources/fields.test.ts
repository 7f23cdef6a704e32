import { expect, it } from 'vitest'
import { labelOf, recipientOf, timeOfMs, timeOfSeconds, timeOfText } from './event-parts.ts'
import { headerOf, lineOf, numberOf, textOf } from './fields.ts'
import { readJson } from './read-json.ts'

it.each<[unknown, string | undefined]>([
  [' a\r\nb\u0000c ', 'a b c'],
  ['a\ud800b', 'a b'],
  [`${'x'.repeat(9)}\ud83d\ude00`, 'xxxxxxxxx'],
  ['\u0000', undefined],
  ['', undefined],
  [5, undefined],
  [{ toString: 1 }, undefined],
])('a line of %j', (value, line) => {
  expect(lineOf(value, 10)).toBe(line)
})

it('a text keeps its lines, and ends', () => {
  expect(textOf('550-a\r\n550 b\u0000\ud800c\r\n')).toBe('550-a\r\n550 b  c')
  expect(textOf('x'.repeat(9000))).toHaveLength(2000)
})

it.each<[unknown, number | undefined]>([
  [1.5, 1.5],
  ['1795600000.25', 1_795_600_000.25],
  ['', undefined],
  ['0x10', undefined],
  [Number.NaN, undefined],
  [null, undefined],
  [[7], undefined],
])('the number in %j', (value, number) => {
  expect(numberOf(value)).toBe(number)
})

it('times are those that can be meant', () => {
  expect(timeOfSeconds(1_795_600_000.25)).toBe('2026-11-25T09:46:40.250Z')
  expect(timeOfSeconds('1795600000')).toBe('2026-11-25T09:46:40.000Z')
  expect(timeOfMs(1_795_600_000_000)).toBe('2026-11-25T09:46:40.000Z')
  expect(timeOfText('2026-11-25T10:46:40+01:00')).toBe('2026-11-25T09:46:40.000Z')
  // Postmark writes seven digits.
  expect(timeOfText('2026-11-25T09:46:40.1234567Z')).toBe('2026-11-25T09:46:40.123Z')
  for (const wrong of [0, -1, 1e18, 1_795_600_000_000_000, 'soon', undefined])
    expect(timeOfSeconds(wrong)).toBeUndefined()
  for (const wrong of ['2026-11-25T09:46:40', '2026-99-25T09:46:40Z', 1, '2026', '1999-11-25T09:46:40Z'])
    expect(timeOfText(wrong), String(wrong)).toBeUndefined()
})

it('an address that is too long is none, and a label holds none', () => {
  expect(recipientOf(' ada@example.org ')).toBe('ada@example.org')
  expect(recipientOf(`${'a'.repeat(320)}@example.org`)).toBeUndefined()
  expect(labelOf('dropped', undefined, 'ada@example.org')).toBe('dropped/…@example.org')
})

it('a header is found in any case, and the first one counts', () => {
  const headers = [null, { name: 7, value: 'x' }, { name: 'X-Own', value: 'a' }, { name: 'x-own', value: 'b' }]
  expect(headerOf(headers, 'x-own')).toBe('a')
  expect(headerOf({ name: 'x-own', value: 'a' }, 'x-own')).toBeUndefined()
})

it.each<[string, Uint8Array]>([
  ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ['65 levels', Buffer.from(`${'{"a":'.repeat(65)}1${'}'.repeat(65)}`)],
  ['levels behind a quote that is none', Buffer.from(`["\\\\",${'['.repeat(64)}`)],
  ['nothing', Buffer.from('')],
])('no JSON: %s', (_, body) => {
  expect(readJson(body)).toBeUndefined()
})

it('JSON is taken with a mark of its byte order, and null is a value', () => {
  expect(readJson(Buffer.from('\ufeff{"a":[]}'))).toEqual({ value: { a: [] } })
  expect(readJson(Buffer.from('null'))).toEqual({ value: null })
})
