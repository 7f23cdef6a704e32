// Previews made to take long: what a tenant may send to POST /api/preview, and no two runs of a seed differ.
import { hostileContent } from '../../packages/core/test/hostile-content.ts'

/** What a preview is asked for. */
export interface PreviewInput {
  subject: string
  html: string
  text?: string
  data?: Record<string, unknown>
}

/** Sizes in characters: from a short mail to twice what Gmail shows of one. */
const sizes = [2_000, 20_000, 60_000, 200_000]

/** `count` previews: every kind of hostile content in turn, and mixtures of two; sizes, order and mixtures follow from the seed. */
export function* previews(count: number, seed: number): Iterable<{ name: string; input: PreviewInput }> {
  const random = randomFrom(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const kinds = Object.entries(hostileContent)
  for (let at = 0; at < count; at++) {
    const [name, make] = kinds[at % kinds.length] as (typeof kinds)[number]
    const size = pick(sizes)
    const content = make(size)
    if (at < kinds.length) {
      yield { name: `${name}, ${size}`, input: { subject: 'Hello {{b}}', ...content } }
      continue
    }
    const [otherName, other] = pick(kinds)
    const second = other(size)
    const text = content.text ?? second.text
    yield {
      name: `${name} with ${otherName}, ${size}`,
      input: {
        subject: pick(['Hello', '{{#a}}{{#a}}{{b}}{{/a}}{{/a}}', '{{b}}'.repeat(100)]),
        html: content.html + second.html,
        ...(text === undefined ? {} : { text }),
        data: { ...second.data, ...content.data },
      },
    }
  }
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
