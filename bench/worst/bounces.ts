import { hostileBounces } from '../../packages/core/test/hostile-bounces.ts'

/** The most that `parseBounce` reads of a mail, and four times as much: the rest must cost nothing. */
const sizes = [64 * 1024, 256 * 1024, 512 * 1024, 2 * 1024 * 1024]

/**
 * Bounces made to take long, by name: one shape after another, filled out with two others by turns. The same seed gives the same mails. Any number of them;
 * they are made one by one, because all together would be hundreds of megabytes.
 */
export function* bounces(count: number, seed: number): Iterable<{ name: string; raw: Buffer }> {
  const shapes = Object.entries(hostileBounces)
  let state = seed >>> 0
  /** A number below `most` (mulberry32). */
  const next = (most: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % most
  }
  for (let at = 0; at < count; at += 1) {
    const [name, make] = shapes[at % shapes.length] as (typeof shapes)[number]
    const bytes = sizes[next(sizes.length)] as number
    const whole = next(2) === 0
    const [other, more] = shapes[next(shapes.length)] as (typeof shapes)[number]
    const text = whole ? make(bytes) : `${make(Math.floor(bytes / 2))}\n${more(Math.floor(bytes / 2))}`
    yield { name: `${name}${whole ? '' : `, then ${other}`}, ${bytes / 1024} KB`, raw: Buffer.from(text, 'latin1') }
  }
}
