import { z } from 'zod'
import { jsonFault } from '../../kit/json-fault.ts'
import {
  type BlockDocument,
  documentLimits,
  fieldName,
  type ListItemNode,
  linkStart,
  pictureSomeShow,
  regionName,
} from '../email-document.ts'
import * as field from './fields.ts'
import { isLanguage } from './settings.ts'

const words = field.prose
const longestUrl = 8_000
const address = field.prose
  .max(longestUrl)
  .refine((href) => linkStart.test(href.trim()), 'expected an http, https, mailto or tel address, or one {{field}}')
/** A button or picture that leads nowhere yet. */
const maybeAddress = z.union([z.literal(''), address], {
  error: 'expected an http, https, mailto or tel address, one {{field}}, or no text at all',
})
const pictureUrl = field.prose
  .max(longestUrl)
  .refine((src) => src === '' || /^https?:\/\//i.test(src), 'expected an http or https URL')
  .refine((src) => !pictureSomeShow.test(src), 'expected a PNG, JPEG or GIF: some mail programs show no other pictures')

const align = z.enum(['left', 'center', 'right']).optional()
const mark = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('strong') }),
  z.strictObject({ type: z.literal('em') }),
  z.strictObject({ type: z.literal('link'), attrs: z.strictObject({ href: address }) }),
])
const marks = z.array(mark).max(3).optional()
const noMarks = z.array(z.never()).optional()

const text = z.strictObject({ type: z.literal('text'), text: words.min(1, 'expected text, got none'), marks })
const hardBreak = z.strictObject({ type: z.literal('hard_break'), marks })
const fieldAttrs = z.strictObject({
  name: z.string().max(200).regex(fieldName, 'expected a name such as name or order.total'),
  fallback: words.max(998).optional(),
})
const mergeField = z.strictObject({ type: z.literal('field'), attrs: fieldAttrs, marks })
const inline = z.discriminatedUnion('type', [text, hardBreak, mergeField])
const label = z.discriminatedUnion('type', [text.extend({ marks: noMarks }), mergeField.extend({ marks: noMarks })])

const paragraph = z.strictObject({
  type: z.literal('paragraph'),
  attrs: z.strictObject({ align }).optional(),
  content: z.array(inline).optional(),
})
const heading = z.strictObject({
  type: z.literal('heading'),
  attrs: z.strictObject({ level: z.literal([1, 2, 3]).optional(), align }).optional(),
  content: z.array(inline).optional(),
})
const pixels = field.count(1, 20_000).nullable().optional()
const listItem = z.strictObject({
  type: z.literal('list_item'),
  // The type is written out, or it would be made of itself.
  get content(): z.ZodType<ListItemNode['content']> {
    return itemContent
  },
})
const list = z
  .strictObject({ type: z.enum(['bullet_list', 'ordered_list']), content: z.array(listItem).min(1) })
  .meta({ id: 'DocumentList' })
const itemContent = z
  .array(z.discriminatedUnion('type', [paragraph, list]))
  .refine(([first]) => first?.type === 'paragraph', 'expected a paragraph as the first of them')
const quote = z.strictObject({ type: z.literal('quote'), content: z.array(paragraph).min(1) })
const button = z.strictObject({
  type: z.literal('button'),
  attrs: z.strictObject({ href: maybeAddress, align }),
  content: z.array(label).optional(),
})
const image = z.strictObject({
  type: z.literal('image'),
  attrs: z.strictObject({
    src: pictureUrl,
    alt: words.max(998).optional(),
    width: pixels,
    height: pixels,
    href: maybeAddress.optional(),
    align,
  }),
})
const divider = z.strictObject({ type: z.literal('divider') })
const inColumns = [paragraph, heading, list, quote, button, image, divider] as const
const column = z.strictObject({
  type: z.literal('column'),
  content: z.array(z.discriminatedUnion('type', inColumns)).min(1),
})
const columns = z
  .strictObject({
    type: z.literal('columns'),
    attrs: z.strictObject({ split: z.enum(['1-1', '1-2', '2-1', '1-1-1']).optional() }).optional(),
    content: z.array(column).min(2).max(3),
  })
  .refine(({ attrs, content }) => (attrs?.split?.split('-').length ?? content.length) === content.length, {
    error: 'expected as many shares as columns',
    path: ['attrs', 'split'],
  })
const footer = z.strictObject({
  type: z.literal('footer'),
  attrs: z.strictObject({ view: z.boolean().optional() }).optional(),
  content: z.array(paragraph).min(1),
})

const blocks = z
  .array(z.discriminatedUnion('type', [...inColumns, columns, footer]))
  .superRefine((content, context) => {
    const say = (at: number, message: string) => context.addIssue({ code: 'custom', path: [at], message })
    for (const [at, { type }] of content.slice(0, -1).entries())
      if (type === 'footer') say(at, 'expected the footer as the last of them')
    if (content.at(-1)?.type !== 'footer') say(content.length, 'expected a footer as the last of them')
    if (content.length < 2) say(0, 'expected a block above the footer')
  }) as unknown as z.ZodType<BlockDocument['content']>

const version = z.literal(1)
const preheader = field.prose
  .max(998)
  .refine((words) => !/[\r\n]/.test(words), 'expected one line')
  .optional()
const ofBlocks = z
  .strictObject({
    version,
    kind: z.literal('blocks'),
    preheader,
    lang: z.string().refine(isLanguage, 'expected a language such as en or pt-BR').optional(),
    content: blocks,
  })
  .superRefine(({ content }, context) => {
    const fault = boundsFault([{ path: ['content'], list: content }])
    if (fault !== undefined) context.addIssue({ code: 'custom', ...fault })
  })
  .meta({ id: 'BlockDocument' })

const regionNode = z.discriminatedUnion('type', [text, hardBreak, mergeField, paragraph, heading, list])
const regionValue = z
  .strictObject({
    content: z.array(regionNode).optional(),
    src: pictureUrl.optional(),
    alt: words.max(998).optional(),
    href: maybeAddress.optional(),
    width: pixels,
    height: pixels,
  })
  .meta({ id: 'RegionValue' })
const notAName = 'expected the name of a place: a letter, then letters, digits, blanks and _ . : -'
const ofRegions = z
  .strictObject({
    version,
    kind: z.literal('regions'),
    preheader,
    source: field.prose.min(1, 'expected HTML, got none'),
    values: z.record(z.string(), regionValue),
  })
  .superRefine(({ values }, context) => {
    const lists = Object.entries(values).map(([name, { content = [] }]) => ({
      path: ['values', name, 'content'],
      list: content,
    }))
    const misnamed = Object.keys(values).find((name) => !regionName.test(name))
    if (misnamed !== undefined) context.addIssue({ code: 'custom', path: ['values', misnamed], message: notAName })
    const fault = boundsFault(lists)
    if (fault !== undefined) context.addIssue({ code: 'custom', ...fault })
  })
  .meta({ id: 'RegionDocument' })

const shape = z.discriminatedUnion('kind', [ofBlocks, ofRegions]).meta({ id: 'EmailDocument' })

const { bytes, nodes, depth } = documentLimits
/** Of a node within each level: itself, its list of nodes; above them the places, below the last one its marks. */
const levels = 2 * depth + 8

/** A document. Its size and depth are checked before the shape of each node is, which takes longer. */
export const documentInput = z.preprocess((given, context) => {
  const fault = jsonFault(withoutSource(given), { bytes, levels })
  if (fault === undefined) return given
  context.addIssue({ code: 'custom', message: faults[fault] })
  return z.NEVER
}, shape) as unknown as typeof shape

/** A designer's HTML is as long as the HTML of a mail may be. */
function withoutSource(given: unknown): unknown {
  return typeof given === 'object' && given !== null && 'source' in given && typeof given.source === 'string'
    ? { ...given, source: '' }
    : given
}

const faults = {
  large: `expected at most ${bytes / 1_000} KB of JSON; pictures are given by their address`,
  deep: `expected at most ${depth} nodes within each other; flatten it`,
  other: 'expected JSON',
}

type Path = (string | number)[]

/** The first node that is one too many, or too deep. */
function boundsFault(
  lists: readonly { path: Path; list: readonly object[] }[],
): { path: Path; message: string } | undefined {
  let seen = 0
  const walk = (list: readonly object[], path: Path, level: number): ReturnType<typeof boundsFault> => {
    for (const [at, node] of list.entries()) {
      const here = [...path, at]
      if (level > depth) return { path: here, message: faults.deep }
      if (++seen > nodes) return { path: here, message: `expected at most ${nodes} nodes` }
      const fault = 'content' in node ? walk(node.content as object[], [...here, 'content'], level + 1) : undefined
      if (fault !== undefined) return fault
    }
    return undefined
  }
  for (const { path, list } of lists) {
    const fault = walk(list, path, 1)
    if (fault !== undefined) return fault
  }
  return undefined
}
