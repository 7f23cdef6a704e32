import { describe, expect, it } from 'vitest'
import { fakeClock } from '../testing/fake-clock.ts'
import { readForm, readJson, withinBounds } from './body.ts'
import type { HttpRequest } from './exchange.ts'

const requestOf = (body: HttpRequest['body'], headers: Record<string, string> = {}): HttpRequest => ({
  method: 'POST',
  params: {},
  query: '',
  headers,
  remoteAddress: undefined,
  body,
})
async function* pieces(text: string, size = 1_000): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

describe('a form that the host has parsed', () => {
  it('is read by field name, and never looped over', async () => {
    const parsed = new Proxy(
      { opens: 'on', clicks: ['on', 'on'], readTime: { a: 'on' } },
      {
        ownKeys() {
          throw new Error('the fields were looped over')
        },
      },
    )
    const form = await readForm(requestOf({ parsed }), fakeClock())
    const values = ['opens', 'clicks', 'readTime', 'toString'].map((name) => form.all(name))
    expect(values).toEqual([['on'], ['on', 'on'], [], []])
    expect([form.has('clicks'), form.has('readTime')]).toEqual([true, false])
  })

  it('gives the first hundred values of a field, and none that is no text', async () => {
    const topic = [...Array.from({ length: 99 }, (_, n) => `t${n}`), 5, 't']
    expect((await readForm(requestOf({ parsed: { topic } }), fakeClock())).all('topic')).toEqual(topic.slice(0, 99))
  })

  it('is at most 256 KB where it is still text', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const read = (parsed: string) => readForm(requestOf({ parsed }, headers), fakeClock())
    const form = await read('opens=on&topic=a&topic=b')
    expect([form.has('opens'), form.has('clicks'), form.all('topic')]).toEqual([true, false, ['a', 'b']])
    await expect(read('a&'.repeat(128 * 1024 + 1))).rejects.toMatchObject({ code: 'body_too_large' })
  })
})

describe('the shape of JSON', () => {
  const many = (count: number, entry: (n: number) => string) => Array.from({ length: count }, (_, n) => entry(n)).join()
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
  const refused: [string, string][] = [
    ['65 levels', `{"a":${nested(64)}}`],
    ['10,001 fields', `{"a":{${many(10_001, (n) => `"k${n}":1`)}}}`],
    ['1,000,001 entries', `{"a":[${many(1_000_001, () => '0')}]}`],
    ['50,001 values beside each other', `{"a":{"b":{"c":[${many(50_001, () => '0')}]}}}`],
    ['50,001 values within each other', `[${many(900, () => nested(60))}]`],
    ['1,500,001 values in all', `{"a":[${many(30_000, () => `[${many(49, () => '0')}]`)}]}`],
    ['50,001 values of one entry of a long list', `{"a":["${'x'.repeat(70_000)}",[${many(50_001, () => '0')}]]}`],
  ]
  it.each(refused)('%s are refused before they are parsed, in chunks and as text', async (_what, text) => {
    // Text that is not JSON at its end would be refused for that, were it parsed.
    for (const body of [{ stream: pieces(`${text}}`) }, { parsed: `${text}}` }])
      await expect(readJson(requestOf(body))).rejects.toMatchObject({
        code: 'invalid_json',
        message: expect.stringMatching(/^Expected/),
      })
  })

  const long = many(20_000, (n) => `{"email":"p${n}@example.org","data":{"a":[${n},"]}{[,\\\\","é"]}}`)
  it.each([
    ['64 levels', nested(64)],
    ['long lists', `{"a":[${long}],"b":1,"c":[${long}] , "d":"[,"}`],
    ['a long list of a field that comes twice', `{"a":[${long}],"a":[1]}`],
    ['a field that comes twice, the second one long', `{"a":[1],"a":[${long}]}`],
    ['a long list within an object', `{"a":{"b":[${long}],"c":{"d":[1]}},"e":[${long}]}`],
    ['a long list within a list', `[[${many(40_000, (n) => `"${n}"`)}]]`],
    ['a list behind a closed object', `{"a":{"b":{}},"c":[${long}],"d":{"e":[${long}]}}`],
    ['200,000 ids', `{"recipients":{"contactIds":[${many(200_000, (n) => `"${n}"`)}]}}`],
    ['a long list that is called __proto__', `{"__proto__":[${long}]}`],
    ['a long list with blanks', `{"a": [ ${many(9_000, () => '  "x"  ')} ] }`],
    ['1,200,000 values in all', `{"a":[${many(24_000, () => `[${many(49, () => '0')}]`)}]}`],
    ['10,000 fields, each with braces in its text', `{${many(10_000, (n) => `"k${n}":"{[,\\\\\\","`)}}`],
    ['lists beside each other', `[${many(200, () => nested(60))}]`],
  ])('%s are read, however they are split', async (_what, text) => {
    for (const size of [7, 65_536])
      expect(await readJson(requestOf({ stream: pieces(text, size) }))).toEqual(JSON.parse(text))
  })

  it.each([
    ['ends with a comma', `{"a":[${long},]}`],
    ['ends with a comma behind a long entry', `{"a":["${'x'.repeat(70_000)}",]}`],
    ['begins with a comma', `{"a":[,${long}]}`],
    ['has two commas', `{"a":[${long},,${long}]}`],
    ['ends with another bracket', `{"a":[${long}}}`],
    ['is not closed', `{"a":[${long}`],
    ['has a byte order mark inside', `{"a":[${long},\ufeff1]}`],
    ['is followed by another value', `{"a":[${long}][${long}]}`],
    ['has an entry that is no JSON', `{"a":[${long},{]}`],
  ])('a long list that %s is refused', async (_what, text) => {
    expect(() => JSON.parse(text)).toThrow()
    await expect(readJson(requestOf({ stream: pieces(text, 65_536) }))).rejects.toMatchObject({ code: 'invalid_json' })
  })

  it.each([
    ['beside lists', `{"html":"${'x'.repeat(6_400_000)}"}`],
    ['as an entry of a list', `{"a":["${'x'.repeat(6_400_000)}"]}`],
    ['as a later entry of a list', `{"a":["${'x'.repeat(70_000)}",1,"${'x'.repeat(6_400_000)}"]}`],
  ])('more than 4 MB that would be parsed at once are refused, %s', async (_what, text) => {
    for (const body of [{ stream: pieces(text, 65_536) }, { parsed: text }])
      await expect(readJson(requestOf(body))).rejects.toMatchObject({ code: 'body_too_large' })
  })

  it('what is longer than its length says is refused', async () => {
    const read = (length: number) => {
      const request = requestOf({ stream: pieces('{"a":1}', 2) }, { 'content-length': String(length) })
      return readJson(withinBounds(request, { most: 10, atOnce: 10 }))
    }
    expect(await read(7)).toEqual({ a: 1 })
    await expect(read(6)).rejects.toMatchObject({ code: 'body_too_large' })
  })

  it('a long list that is cut within a character is refused', async () => {
    const bytes = Buffer.from(`{"a":[${long}]}`)
    bytes[bytes.indexOf('é') + 1] = 0x22
    const body = { stream: [bytes] as unknown as AsyncIterable<Uint8Array> }
    await expect(readJson(requestOf(body))).rejects.toMatchObject({ code: 'invalid_json' })
  })
})
