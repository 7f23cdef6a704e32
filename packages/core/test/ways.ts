import type { CampaignContent, ComposeInput } from '../src/content/composer.ts'
import { mustacheEngine } from '../src/content/template/mustache-engine.ts'
import type { TemplateEngine } from '../src/content/template/template-engine.ts'
import { compile, input, urls } from './compiled.ts'

const house = mustacheEngine()
/** The same without parts, so that each message is rendered. */
const rendered: TemplateEngine = {
  compile: (source, mode) => {
    const { fields, render } = house.compile(source, mode)
    return { fields, render }
  },
}

/** The ways in which a mail is composed. */
export const ways = { spliced: {}, general: { path: 'general' }, rendered: { engine: rendered } } as const
export type Way = keyof typeof ways
export const allWays = Object.keys(ways) as Way[]

/** What one message says, and what its author is warned of. */
export async function sent(way: Way, content: Partial<CampaignContent>, change: Partial<ComposeInput> = {}) {
  const compiled = compile(content, ways[way])
  const linkIds = compiled.links.map((_, index) => 100 + index)
  const message = await compiled.bind({ linkIds, urls }).compose({ ...input, ...change })
  return { html: message.html(), text: message.text(), warnings: compiled.warnings.map(({ code }) => code) }
}
