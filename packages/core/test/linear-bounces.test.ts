import { describe, expect, it } from 'vitest'
import { parseBounce } from '../src/feedback/reports/parse-bounce.ts'
import { createTokenSealer } from '../src/tracking/tokens.ts'
import { hostileBounces } from './hostile-bounces.ts'

/* Processor time, not the clock's: other tests run beside these. */

const sealer = createTokenSealer(['a secret for tests only'])
const bounceToken = sealer.seal({ kind: 'bounce', messageId: 77 })
const small = 10_000
/** Below this a ratio means nothing: a collection of garbage takes as long. */
const floorMs = 25

/** As it comes from a mailbox, to our own address; milliseconds of processor time, the least of three. */
function costOf(text: string): number {
  const raw = Buffer.from(text.replace('0123456789abcdefghjkmnpqrs', bounceToken), 'latin1')
  let least = Number.POSITIVE_INFINITY
  for (let run = 0; run < 3 && least > floorMs; run += 1) {
    const before = process.cpuUsage()
    parseBounce(raw, { open: (token) => sealer.open(token) })
    least = Math.min(least, process.cpuUsage(before).user / 1000)
  }
  return least
}

describe('reading hostile bounces', () => {
  it.each(Object.entries(hostileBounces))('%s: four times the bytes is about four times the work', (_, bounce) => {
    const [once, four] = [costOf(bounce(small)), costOf(bounce(small * 4))]
    expect(four).toBeLessThan(Math.max(once * 8, floorMs))
  })

  it('what lies beyond the first half a megabyte costs nothing', () => {
    const mail = hostileBounces['quoted blanks']?.(20_000_000) ?? ''
    expect(mail.length).toBeGreaterThan(20_000_000)
    expect(costOf(mail)).toBeLessThan(500)
  })
})
