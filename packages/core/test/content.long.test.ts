import { describe, expect, it } from 'vitest'
import { compileCampaign } from '../src/content/index.ts'
import { trackHtml } from '../src/content/track-html.ts'
import { hostileMails } from './hostile-mails.ts'

/** The least of five: what disturbs a run only makes it slower. */
function fastest(work: () => unknown): number {
  return Math.min(
    ...Array.from({ length: 5 }, () => {
      const start = performance.now()
      work()
      return performance.now() - start
    }),
  )
}

const unlimited = { maxHtmlBytes: Number.POSITIVE_INFINITY, maxLinks: Number.POSITIVE_INFINITY }

describe('time', () => {
  it.each(Object.entries(hostileMails))('%s: tracking twice the input takes twice the time and a bit', (_, mail) => {
    const track = (n: number) => {
      const html = mail(n)
      return fastest(() =>
        trackHtml(html, { linkUrl: () => 'https://t.example/', pixelUrl: 'https://t.example/p', ...unlimited }),
      )
    }
    track(50_000)
    expect(track(400_000)).toBeLessThan(track(200_000) * 2.8 + 20)
  })

  it.each(Object.entries(hostileMails))(
    '%s: compiling eight times the input takes eight times the time and a bit, or it is refused',
    (_, mail) => {
      const compile = (n: number) => {
        const content = { subject: '', html: mail(n), from: { address: 'a@b.example' } }
        return fastest(() => {
          try {
            return compileCampaign(content, unlimited)
          } catch (error) {
            return expect(error).toMatchObject({ code: 'invalid_template' })
          }
        })
      }
      compile(20_000)
      expect(compile(100_000)).toBeLessThan(compile(50_000) * 2.8 + 50)
    },
    60_000,
  )
})
