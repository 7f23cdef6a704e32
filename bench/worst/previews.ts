import { hostileContent } from '../../packages/core/test/hostile-content.ts'
import type { Host } from './host.ts'
import { type Hostile, pick, type Random } from './kinds.ts'

/** Sizes in characters: from a short mail to half of the longest HTML that is taken. */
const sizes = [2_000, 20_000, 100_000, 499_000]
const kinds = Object.entries(hostileContent)
const subjects = ['Hello', 'Hello {{b}}', '{{#a}}{{#a}}{{b}}{{/a}}{{/a}}', '{{b}}'.repeat(100)]

/** What a tenant may request a preview of: one kind of content, or two after each other. */
export function hostilePreview(host: Host, random: Random): Hostile {
  const [name, make] = pick(random, kinds)
  const [other, more] = pick(random, kinds)
  const size = pick(random, sizes)
  const isWhole = random() < 0.5
  const first = make(size)
  const second = isWhole ? { html: '' } : more(size)
  const input = {
    subject: pick(random, subjects),
    html: first.html + second.html,
    text: first.text ?? second.text,
    data: { ...second.data, ...first.data },
  }
  const body = Buffer.from(JSON.stringify(input))
  return {
    what: `${name}${isWhole ? '' : `, then ${other}`}, ${size} characters`,
    give: () => host.post('previewContent', 'application/json', body),
  }
}
