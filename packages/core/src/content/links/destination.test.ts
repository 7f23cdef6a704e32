import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyCharacter } from '../../../test/any-character.ts'
import type { TemplateEngine } from '../template/template-engine.ts'
import { renderDestination } from './destination.ts'
import { safeLocation } from './safe-location.ts'

describe('renderDestination', () => {
  it.each<[string, Record<string, unknown>, string | undefined]>([
    ['https://x.example/?id={{id}}', { id: 'a b&c=d#e' }, 'https://x.example/?id=a%20b%26c%3Dd%23e'],
    ['https://x.example/{{id}}/z#f', { id: '../../é?' }, 'https://x.example/..%2F..%2F%C3%A9%3F/z#f'],
    ['https://x.example/?a=1&b={{o.p}}', { o: { p: 5 } }, 'https://x.example/?a=1&b=5'],
    ['https://{{sub}}.x.example/', { sub: 'shop' }, 'https://shop.x.example/'],
    ['https://{{sub}}.x.example/', { sub: 'evil.example/' }, undefined],
    ['https://{{sub}}.x.example/', { sub: 'a@evil.example' }, undefined],
    ['https://x.example/{{#vip}}vip{{/vip}}{{^vip}}all{{/vip}}', { vip: true }, 'https://x.example/vip'],
    ['{{url}}', { url: 'https://y.example/a?b=c#d' }, 'https://y.example/a?b=c#d'],
    ['{{{url}}}', { url: 'HTTP://y.example/é' }, 'http://y.example/%C3%A9'],
    ['{{url}}', { url: 'javascript:alert(1)' }, undefined],
    ['{{url}}', { url: 'data:text/html,x' }, undefined],
    ['{{url}}', { url: 'https://y.example/\r\nSet-Cookie: a' }, undefined],
    ['{{url}}', { url: '//y.example' }, undefined],
    ['{{url}}', {}, undefined],
    ['{{url}}?a=1', { url: 'https://y.example/?b=2#c' }, 'https://y.example/?b=2&a=1#c'],
    ['{{url}}?a=1', { url: 'https://y.example/?a=2' }, 'https://y.example/?a=2'],
    ['{{base}}/p/{{id}}', { base: 'https://y.example', id: '1/2' }, 'https://y.example/p/1%2F2'],
    ['https://x.example/{{id}}', { id: '\ud800' }, 'https://x.example/%EF%BF%BD'],
    ['https://x.example/{{constructor}}{{__proto__}}', {}, 'https://x.example/'],
  ])('%s with %j', (template, data, expected) => {
    expect(renderDestination(template, data)).toBe(expected)
  })

  it('never lets a value inside a URL change its host or scheme', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 40 }), (value) => {
        for (const template of ['https://x.example/{{v}}', 'https://x.example/?q={{v}}', 'https://x.example/#{{v}}']) {
          const url = new URL(renderDestination(template, { v: value }) ?? '')
          expect(url.origin).toBe('https://x.example')
          if (template.includes('?')) expect([...url.searchParams.keys()]).toEqual(['q'])
        }
      }),
    )
  })

  it('checks what another engine renders', () => {
    const engine: TemplateEngine = {
      compile: (source) => ({ fields: [], render: ({ v }) => source.replace('$v', String(v)) }),
    }
    expect(renderDestination('https://x.example/$v', { v: 'a b' }, engine)).toBe('https://x.example/a%20b')
    expect(renderDestination('$v', { v: 'javascript:x' }, engine)).toBeUndefined()
    const slow: TemplateEngine = { compile: () => ({ fields: [], render: async () => 'https://x.example/' }) }
    expect(() => renderDestination('$v', {}, slow)).toThrow(/renders asynchronously/)
  })
})

describe('safeLocation', () => {
  it.each([
    ['https://x.example/a?b#c', 'https://x.example/a?b#c'],
    [' http://x.example ', 'http://x.example/'],
    ['https://éx.example/ü ñ', 'https://xn--x-9fa.example/%C3%BC%20%C3%B1'],
    ['HTTPS://X.EXAMPLE', 'https://x.example/'],
    ['https:x.example', undefined],
    ['ftp://x.example/', undefined],
    ['https://', undefined],
    ['https://x.example/\nHost: y', undefined],
    ['https://x.example/\u0000', undefined],
    ['https://x.example/\u2028a', undefined],
    ['https://[::1/', undefined],
    ['', undefined],
  ])('%j becomes %j', (url, expected) => {
    expect(safeLocation(url)).toBe(expected)
  })

  it('gives 8,000 characters at most', () => {
    const url = 'https://x.example/'.padEnd(8_000, 'a')
    expect(safeLocation(url)).toBe(url)
    expect(safeLocation(`${url}a`)).toBeUndefined()
    expect(safeLocation(`https://x.example/${'\u00e9'.repeat(2_000)}`)).toBeUndefined()
  })

  it('gives printable ASCII or nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (tail) => {
        const location = safeLocation(`https://x.example/${tail}`)
        if (location !== undefined) expect(location).toMatch(/^https:\/\/x\.example\/[!-~]*$/)
      }),
    )
  })
})
