import { checkHtmlSize } from '../content/limits.ts'
import { compileTemplate } from '../content/template/compile-template.ts'
import { mustacheEngine } from '../content/template/mustache-engine.ts'
import { SillageError } from '../domain/errors.ts'
import { keyPattern } from '../domain/ids.ts'
import { isBlank } from '../kit/is-blank.ts'
import type { CampaignContext } from './context.ts'

/** So deep parts may stand within parts. */
const deepest = 5
/** So many different ones a mail may have: each is read from the store. */
const mostParts = 50

/** A source with its parts in place, and how deep these stood within each other. */
interface Inserted {
  source: string
  depth: number
}

/**
 * Puts shared parts into the sources of one mail: `{{> footer}}` is replaced by the HTML, or in a text by the text, of
 * the template of that key of the same owner, in which there may be others. One that is not there stays as it is.
 * Throws `invalid_template` with the field for parts that hold each other, stand too deep, are too many or change the
 * signs of tags, and for one that has no HTML, or no text; `html_too_large`.
 */
export function sharedParts({ store, compile }: Pick<CampaignContext, 'store' | 'compile'>, owner: string | null) {
  const { engine = mustacheEngine(), maxHtmlBytes } = compile
  const found = new Map<string, Promise<{ html: string; text: string | null } | undefined>>()
  const known = new Map<string, Inserted>()

  const find = (key: string) => {
    const part = found.get(key) ?? (keyPattern.test(key) ? store.templates.byKey(key, owner) : undefined)
    if (part !== undefined) found.set(key, part)
    return part
  }

  async function partOf(key: string, field: 'html' | 'text', around: readonly string[]): Promise<Inserted | undefined> {
    const chain = [...around, key]
    if (around.includes(key))
      throw refused(field, `the shared parts ${chain.join(' → ')} hold each other; take one out`)
    const place = `${field} ${key}`
    const part = known.get(place)
    if (part !== undefined) return part
    const stored = await find(key)
    if (found.size > mostParts) throw refused(field, `a mail may have ${mostParts} shared parts, this one has more`)
    if (stored === undefined) return undefined
    const source = stored[field]
    if (source === null || isBlank(source))
      throw refused(field, `the shared part ${key} has no ${field === 'html' ? 'HTML' : 'text'}; give it one`)
    const made = await insert(source, field, chain)
    known.set(place, made)
    return made
  }

  async function insert(source: string, field: 'html' | 'text', chain: readonly string[]): Promise<Inserted> {
    const { includes = [] } = compileTemplate(engine, source, field, field)
    if (includes.length > 0 && source.includes('{{='))
      throw refused(field, 'where shared parts are, the signs of tags stay {{ and }}; write all tags with these')
    let out = ''
    let at = 0
    let depth = 0
    for (const { key, start, end } of includes) {
      const part = await partOf(key, field, chain)
      if (part === undefined) continue
      depth = Math.max(depth, part.depth + 1)
      if (chain.length + depth > deepest)
        throw refused(
          field,
          `shared parts stand more than ${deepest} deep in ${[...chain, key].join(' → ')}; flatten them`,
        )
      out += source.slice(at, start) + part.source
      at = end
      // Before the next one: parts of parts multiply.
      checkHtmlSize(out, maxHtmlBytes, field)
    }
    return { source: out + source.slice(at), depth }
  }

  return async (source: string, field: 'html' | 'text'): Promise<string> => {
    // Before its tags are read, which takes as long as it is.
    checkHtmlSize(source, maxHtmlBytes, field)
    return source.includes('{{') ? (await insert(source, field, [])).source : source
  }
}

const refused = (field: string, message: string): SillageError =>
  new SillageError('invalid_template', `${field}: ${message}.`, { field })
