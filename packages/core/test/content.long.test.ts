import { describe, expect, it } from 'vitest'
import { compileCampaign } from '../src/content/index.ts'
import { trackHtml } from '../src/content/rewrite/track-html.ts'
import { hostileMails } from './hostile-mails.ts'

/**
 * Processor time in milliseconds, the least of three: what else the machine does is not counted, and what disturbs only
 * adds.
 */
function fastest(work: () => unknown): number {
  return Math.min(
    ...Array.from({ length: 3 }, () => {
      const before = process.cpuUsage()
      work()
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1000
    }),
  )
}

const unlimited = { maxHtmlBytes: Number.MAX_SAFE_INTEGER, maxLinks: Number.MAX_SAFE_INTEGER }

/** Collecting garbage makes the ratio of small times uncertain; quadratic work would take 64 times. */
describe('time', () => {
  it.each(Object.entries(hostileMails))(
    '%s: tracking eight times the input takes eight times the time and a bit',
    (_, mail) => {
      const track = (n: number) => {
        const html = mail(n)
        return fastest(() =>
          trackHtml(html, { linkUrl: () => 'https://t.example/', pixelUrl: 'https://t.example/p', ...unlimited }),
        )
      }
      track(50_000)
      expect(track(400_000)).toBeLessThan(track(50_000) * 40 + 50)
    },
  )

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
      expect(compile(100_000)).toBeLessThan(compile(12_500) * 40 + 100)
    },
    60_000,
  )
})
