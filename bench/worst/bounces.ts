import { parseBounce } from '../../packages/core/src/index.ts'
import { hostileBounces } from '../../packages/core/test/hostile-bounces.ts'
import type { Host } from './host.ts'
import { type Hostile, pick, type Random } from './kinds.ts'

/** Up to the most that `parseBounce` reads of a mail, and four times as much: the rest must cost nothing. */
const sizes = [64 * 1024, 256 * 1024, 512 * 1024, 2 * 1024 * 1024]
const shapes = Object.entries(hostileBounces)

/** What anybody may send to a bounce address: one shape, or two after each other. */
export function hostileBounce({ open }: Host, random: Random): Hostile {
  const [name, make] = pick(random, shapes)
  const bytes = pick(random, sizes)
  const isWhole = random() < 0.5
  const [other, more] = pick(random, shapes)
  const text = isWhole ? make(bytes) : `${make(Math.floor(bytes / 2))}\n${more(Math.floor(bytes / 2))}`
  const raw = Buffer.from(text, 'latin1')
  return {
    what: `${name}${isWhole ? '' : `, then ${other}`}, ${bytes / 1024} KB`,
    give: async () => parseBounce(raw, { open }),
  }
}
