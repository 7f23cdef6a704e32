import { describe, expect, it } from 'vitest'
import { scanHtml } from '../src/content/html/scan-html.ts'
import { scanText } from '../src/content/html/scan-text.ts'
import { atOnce } from '../src/kit/steps.ts'
import { hostileMails } from './hostile-mails.ts'

/* Processor time, not the clock's: other tests run beside these. A quadratic scan of these sizes takes minutes. */

/** How many characters are read while this HTML is scanned: each one read, and all that is copied or searched. */
function stepsOf(html: string): number {
  let steps = 0
  const counted = new Proxy(new String(html), {
    get(_, property) {
      if (property === 'length') return html.length
      if (property === 'charCodeAt' || property === 'charAt')
        return (at: number) => {
          steps++
          return html[property](at)
        }
      if (property === 'slice')
        return (start: number, end?: number) => {
          const copy = html.slice(start, end)
          steps += copy.length
          return copy
        }
      if (property === 'indexOf')
        return (text: string, from: number) => {
          const at = html.indexOf(text, from)
          steps += (at < 0 ? html.length : at) - from
          return at
        }
      if (property === 'replaceAll')
        return (from: string, to: string) => {
          steps += html.length
          return html.replaceAll(from, to)
        }
      if (property === 'startsWith') return (text: string) => html.startsWith(text)
      if (property === Symbol.toPrimitive || property === 'toString') return () => html
      throw new Error(`The scanner uses ${String(property)}, which is not counted`)
    },
  })
  atOnce(scanHtml(counted as unknown as string))
  return steps
}

describe('scanning hostile HTML', () => {
  it.each(Object.entries(hostileMails))('%s: twice the input is at most twice the work', (_, mail) => {
    const [once, twice] = [stepsOf(mail(20_000)), stepsOf(mail(40_000))]
    expect(once).toBeGreaterThan(10_000)
    expect(twice).toBeLessThanOrEqual(once * 2 + 100)
    expect(once).toBeLessThan(mail(20_000).length * 8)
  })

  it('100,000 of anything is scanned at once', () => {
    for (const [name, mail] of Object.entries(hostileMails)) {
      const before = process.cpuUsage()
      atOnce(scanHtml(mail(100_000)))
      expect(process.cpuUsage(before).user, name).toBeLessThan(3_000_000)
    }
  })
})

describe('scanning hostile text', () => {
  it.each(['https://', 'https://x)', 'h', '(((', 'https://((((', ').'])('of %j takes linear time', (part) => {
    const before = process.cpuUsage()
    Array.from(scanText(part.repeat(100_000)))
    Array.from(scanText(`https://x.example/${part.repeat(100_000)}`))
    expect(process.cpuUsage(before).user).toBeLessThan(3_000_000)
  })
})
