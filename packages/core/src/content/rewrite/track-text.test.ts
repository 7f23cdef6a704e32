import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { trackText } from './track-text.ts'

const track = (text: string) =>
  trackText(text, { linkUrl: () => 'https://t.example/c', owns: (url) => url.includes('us.example') })

describe('trackText', () => {
  it.each([
    ['See https://x.example/a.', 'See https://t.example/c.'],
    ['(https://x.example/a)', '(https://t.example/c)'],
    ['https://x.example/a_(b)!', 'https://t.example/c!'],
    ['[https://x.example/?a=1&b=2]', '[https://t.example/c]'],
    ['<https://x.example/>, "http://y.example"', '<https://t.example/c>, "https://t.example/c"'],
    ['a\r\nHTTPS://X.example\r\nb', 'a\r\nhttps://t.example/c\r\nb'],
    ['https://us.example/track/x', 'https://us.example/track/x'],
    ['mailto:a@b.example ftp://x.example www.x.example', 'mailto:a@b.example ftp://x.example www.x.example'],
    ['https://x.example/{{id}}', 'https://x.example/{{id}}'],
    ['https:// and https://.', 'https:// and https://.'],
  ])('%j', (text, expected) => {
    expect(track(text).text).toBe(expected)
  })

  it('returns where each link was', () => {
    const text = 'Go: https://x.example/é?a=b#c!'
    const { links } = track(text)
    expect(links).toEqual([
      {
        href: 'https://x.example/é?a=b#c',
        destination: 'https://x.example/é?a=b#c',
        start: 4,
        end: 29,
        context: 'text',
      },
    ])
  })

  it('changes nothing outside the links', { timeout: 20_000 }, () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.webUrl(), fc.string(), fc.constantFrom('(', ')', '. ', '\n'))), (parts) => {
        const text = parts.join('')
        expect(trackText(text, { linkUrl: () => undefined }).text).toBe(text)
        const { text: tracked, links } = track(text)
        let at = 0
        let out = ''
        for (const { start, end } of links) {
          out += `${text.slice(at, start)}https://t.example/c`
          at = end
        }
        expect(tracked).toBe(out + text.slice(at))
      }),
    )
  })
})
