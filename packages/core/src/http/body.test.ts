import { describe, expect, it } from 'vitest'
import { fakeClock } from '../testing/fake-clock.ts'
import { readForm, readJson } from './body.ts'
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
    const form = await readForm(requestOf({ parsed }), ['opens', 'clicks', 'readTime', 'toString'], fakeClock())
    expect([...form]).toEqual(['opens', 'clicks'])
  })

  it('is at most 8 KB where it is still text', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const read = (parsed: string) => readForm(requestOf({ parsed }, headers), ['opens'], fakeClock())
    expect([...(await read('opens=on'))]).toEqual(['opens'])
    await expect(read('a&'.repeat(4_097))).rejects.toMatchObject({ code: 'body_too_large' })
  })
})

describe('the shape of JSON', () => {
  const many = (count: number, entry: (n: number) => string) => Array.from({ length: count }, (_, n) => entry(n)).join()
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
  const refused: [string, string][] = [
    ['65 levels', `{"a":${nested(64)}}`],
    ['10,001 fields', `{"a":{${many(10_001, (n) => `"k${n}":1`)}}}`],
    ['1,000,001 entries', `[${many(1_000_001, () => '0')}]`],
  ]
  it.each(refused)('%s are refused before they are parsed, in chunks and as text', async (_what, text) => {
    // Text that is not JSON at its end would be refused for that, were it parsed.
    for (const body of [{ stream: pieces(`${text}}`) }, { parsed: `${text}}` }])
      await expect(readJson(requestOf(body))).rejects.toMatchObject({
        code: 'invalid_json',
        message: expect.stringMatching(/^Expected/),
      })
  })

  it.each([
    ['64 levels', nested(64)],
    ['10,000 fields, each with braces in its text', `{${many(10_000, (n) => `"k${n}":"{[,\\\\\\","`)}}`],
    ['lists beside each other', `[${many(200, () => nested(60))}]`],
  ])('%s are read, however they are split', async (_what, text) => {
    for (const size of [7, 65_536])
      expect(await readJson(requestOf({ stream: pieces(text, size) }))).toEqual(JSON.parse(text))
  })
})
