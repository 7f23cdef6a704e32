import { DomHandler, DomUtils, Parser, type parseDocument } from 'htmlparser2'
import { SillageError } from '../../domain/errors.ts'
import { byTurns } from '../../kit/by-turns.ts'
import { shareEventLoop } from '../../kit/share-event-loop.ts'
import type { Steps } from '../../kit/steps.ts'
import { applyEdits, type Edit } from '../edits.ts'
import { encodeAttribute } from '../html/attribute.ts'
import { feed } from '../html/feed.ts'
import { type Declaration, type InlineRule, readRules } from './read-rules.ts'
import { type StyledTag, scanStyles } from './scan-styles.ts'

type Element = ReturnType<typeof DomUtils.getElementsByTagName>[number]
type Document = ReturnType<typeof parseDocument>
type Node = Document | Document['children'][number]

/** So many questions about elements all selectors together may ask: a mail of 100 KB with 100 rules asks 300,000. */
const mostSteps = 3_000_000
/** Elements nested deeper would make every selector climb as far. */
const deepest = 200
/** Nothing of these is shown. */
const unstyled = new Set(['html', 'head', 'title', 'meta', 'link', 'base', 'style', 'script', 'template'])
/** Tags of the template languages in use; each ends at its first closing sign. */
const templateTag = /\{\{\{[^{}]{0,500}\}\}\}|\{\{[^{}]{0,500}\}\}|\{%[^%]{0,500}%\}|<%[^%]{0,500}%>/g
const sectionTag = /\{\{\s*[#^/]|\{%|<%/
const mark = (index: number) => `\ue000${index}\ue001`

/**
 * Writes what the style sheets of HTML say of each element into its `style`, behind which the author's own comes. The
 * style sheets stay, for `@media`, `:hover` and programs that read them; so does everything else, character by
 * character. Merge fields are kept where they are, in the styles too; a style sheet, or a tag, that a section of the
 * template divides is left as it is. Throws `invalid_field` with the field `inlineCss` for HTML that takes too long.
 */
export async function inlineCss(html: string): Promise<string> {
  if (!/<style/i.test(html)) return html
  const { selectAll } = await import('css-select')
  const pause = shareEventLoop()
  // Of the same length, so that offsets are those of the source.
  const masked = html.replace(templateTag, (tag) => '\ue000'.repeat(tag.length))
  const document = await byTurns(parse(masked))
  const tags = await byTurns(scanStyles(masked))
  const found = new Map<Element, { rule: InlineRule; order: number }[]>()
  const adapter = countedAdapter()
  for (const [order, rule] of (await rulesOf(document, html)).entries()) {
    await pause()
    for (const element of selectAll<Node, Element>([rule.selector], document, { adapter, cacheResults: false })) {
      if (unstyled.has(element.name)) continue
      const rules = found.get(element) ?? []
      rules.push({ rule, order })
      found.set(element, rules)
    }
  }
  const edits: Edit[] = []
  for (const [{ startIndex }, rules] of found) {
    await pause()
    const tag = startIndex === null ? undefined : tags.get(startIndex)
    if (tag === undefined || startIndex === null || sectionTag.test(html.slice(startIndex, tag.end))) continue
    edits.push(editOf(html, tag, cascaded(rules)))
  }
  return applyEdits(html, edits)
}

function* parse(html: string): Steps<Document> {
  let depth = 0
  const handler = new (class extends DomHandler {
    override onopentag(name: string, attributes: Record<string, string>): void {
      if (++depth > deepest) throw tooMuch()
      super.onopentag(name, attributes)
    }
    override onclosetag(): void {
      depth--
      super.onclosetag()
    }
  })(undefined, { withStartIndices: true, withEndIndices: true })
  const parser = new Parser(handler)
  yield* feed(parser, html)
  parser.end()
  return handler.root
}

/** The rules of all style sheets that hold for every reader, in their order. */
async function rulesOf(document: Document, html: string): Promise<InlineRule[]> {
  const { parse: parseCss } = await import('postcss')
  return DomUtils.getElementsByTagName('style', document.children).flatMap(({ attribs, children }) => {
    const [first, last] = [children[0], children.at(-1)]
    if (first == null || last == null || first.startIndex === null || last.endIndex === null) return []
    if (!/^(?:all)?$/i.test(attribs.media ?? '') || !/^(?:text\/css)?$/i.test(attribs.type ?? '')) return []
    const css = html.slice(first.startIndex, last.endIndex + 1)
    if (sectionTag.test(css)) return []
    const fields: string[] = []
    // Signs that hid style sheets from programs without any.
    const plain = css.replace(/<!--|-->/g, '').replace(templateTag, (tag) => mark(fields.push(tag) - 1))
    const restored = (text: string) => text.replace(/\ue000(\d+)\ue001/g, (all, index) => fields[Number(index)] ?? all)
    try {
      return readRules(parseCss(plain)).map((rule) => ({
        ...rule,
        declarations: rule.declarations.map((one) => ({ ...one, value: restored(one.value) })),
      }))
    } catch {
      // Programs read what they can of a broken style sheet, and each reads something else.
      return []
    }
  })
}

/** Answers about elements, and counts the questions: what a selector makes of a document has no other bound. */
function countedAdapter() {
  let steps = 0
  function counted<Answer>(answer: Answer, cost = 1): Answer {
    steps += cost
    if (steps > mostSteps) throw tooMuch()
    return answer
  }
  return {
    isTag: (node: Node): node is Element => counted('attribs' in node),
    getAttributeValue: ({ attribs }: Element, name: string) => counted(attribs[name]),
    hasAttrib: ({ attribs }: Element, name: string) => counted(Object.hasOwn(attribs, name)),
    getName: ({ name }: Element) => counted(name),
    getParent: ({ parent }: Element) => counted(parent as Node | null),
    getSiblings(node: Node): Node[] {
      const siblings = DomUtils.getSiblings(node) as Node[]
      return counted(siblings, siblings.length)
    },
    prevElementSibling: (node: Node) => counted(DomUtils.prevElementSibling(node)),
    getChildren: (node: Node): Node[] => DomUtils.getChildren(node),
    getText: (node: Node) => DomUtils.textContent(node),
    removeSubsets: (nodes: Node[]) => DomUtils.removeSubsets(nodes) as Node[],
  }
}

/** The declarations that win, the last ones last: importance, then weight, then order decide. */
function cascaded(rules: readonly { rule: InlineRule; order: number }[]): string {
  const sorted = rules.toSorted((a, b) => {
    const [x, y] = [a.rule.weight, b.rule.weight]
    return x[0] - y[0] || x[1] - y[1] || x[2] - y[2] || a.order - b.order
  })
  const winning = new Map<string, { from: InlineRule; all: Declaration[] }>()
  for (const important of [false, true])
    for (const { rule } of sorted)
      for (const one of rule.declarations) {
        if (one.important !== important) continue
        const before = winning.get(one.name)
        // One rule may name a property twice, for programs that know only the first value.
        const all = before?.from === rule && before.all[0]?.important === important ? [...before.all, one] : [one]
        winning.delete(one.name)
        winning.set(one.name, { from: rule, all })
      }
  return [...winning.values()]
    .flatMap(({ all }) => all)
    .map(({ name, value, important }) => `${name}:${value}${important ? ' !important' : ''}`)
    .join(';')
}

function editOf(html: string, { nameEnd, style }: StyledTag, css: string): Edit {
  if (style === undefined) return { start: nameEnd, end: nameEnd, text: ` style=${encoded(css, '"')}` }
  const written = html.slice(style.start, style.end)
  const quote = /^["']/.exec(written)?.[0] as '"' | "'" | undefined
  const own = quote === undefined ? written : written.slice(1, -1)
  const text = encoded(css, quote ?? '"')
  return { ...style, text: `${text.slice(0, -1)}${own.trim() === '' ? '' : `;${own}`}${text.at(-1)}` }
}

/** In its quotes, with the tags of the template as they are. */
function encoded(css: string, quote: '"' | "'"): string {
  let out = quote as string
  let at = 0
  for (const { 0: tag, index } of css.matchAll(templateTag)) {
    out += encodeAttribute(css.slice(at, index), quote) + tag
    at = index + tag.length
  }
  return out + encodeAttribute(css.slice(at), quote) + quote
}

function tooMuch(): SillageError {
  return new SillageError(
    'invalid_field',
    `inlineCss: expected elements at most ${deepest} deep, and fewer or simpler selectors; inline the CSS beforehand.`,
    { field: 'inlineCss' },
  )
}
