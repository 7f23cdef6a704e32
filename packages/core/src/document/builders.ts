import type {
  BlockDocument,
  BlockNode,
  ButtonNode,
  FooterNode,
  HeadingNode,
  ImageNode,
  InlineNode,
  ParagraphNode,
} from '../domain/email-document.ts'

/** What stands in a line: words, words that lead somewhere or are bold, and fields. */
export type Inline =
  | string
  | { field: string; fallback?: string | undefined }
  | { link: string; text: string }
  | { bold: string }

/**
 * A document of these blocks. Where the last is no footer, it gets one with nothing but its links.
 *
 * @param options `preheader`: what mail programs show behind the subject. `lang`: default `en`.
 */
export function document(
  blocks: readonly (BlockNode | FooterNode)[],
  options: { preheader?: string | undefined; lang?: string | undefined } = {},
): BlockDocument {
  const last = blocks.at(-1)
  const end: FooterNode = last?.type === 'footer' ? last : { type: 'footer', content: [{ type: 'paragraph' }] }
  const above = (last?.type === 'footer' ? blocks.slice(0, -1) : blocks) as readonly BlockNode[]
  const { preheader, lang } = options
  return {
    version: 1,
    kind: 'blocks',
    ...(preheader === undefined ? {} : { preheader }),
    ...(lang === undefined ? {} : { lang }),
    content: [...above, end],
  }
}

/** A heading; level 1 is the title of the mail. */
export function heading(level: 1 | 2 | 3, ...inline: Inline[]): HeadingNode {
  return { type: 'heading', attrs: { level }, content: inline.flatMap(inlineNode) }
}

/** A paragraph. The end of a line stays one. */
export function paragraph(...inline: Inline[]): ParagraphNode {
  return { type: 'paragraph', content: inline.flatMap(inlineNode) }
}

/** A button that leads to an http or https URL, or a `mailto:` or `tel:` address; it may hold `{{fields}}`. */
export function button(label: string, href: string): ButtonNode {
  return { type: 'button', attrs: { href }, content: label === '' ? [] : [{ type: 'text', text: label }] }
}

/**
 * A picture by its address, which every recipient can load.
 *
 * @param options `alt`: what it says, for those who do not see it. `width`, `height`: of the file, in pixels. `href`:
 *   where it leads.
 */
export function image(
  src: string,
  options: { alt: string; width?: number | undefined; height?: number | undefined; href?: string | undefined },
): ImageNode {
  return { type: 'image', attrs: { src, ...options } }
}

/**
 * A merge field, such as `name` or `order.total`: each recipient reads the own value, and who has none `fallback`.
 *
 * @param fallback Default: nothing.
 */
export function field(name: string, fallback?: string): { field: string; fallback?: string } {
  return { field: name, ...(fallback === undefined ? {} : { fallback }) }
}

/** The last block: whom the mail is from. The link to unsubscribe stands below it by itself. */
export function footer(...lines: string[]): FooterNode {
  return { type: 'footer', content: lines.map((line) => paragraph(line)) }
}

function inlineNode(part: Inline): InlineNode[] {
  if (typeof part === 'string') return textNodes(part)
  if ('bold' in part) return textNodes(part.bold, [{ type: 'strong' }])
  if ('link' in part) return textNodes(part.text, [{ type: 'link', attrs: { href: part.link } }])
  const { field: name, fallback } = part
  return [{ type: 'field', attrs: { name, ...(fallback === undefined ? {} : { fallback }) } }]
}

function textNodes(text: string, marks?: Exclude<InlineNode['marks'], undefined>): InlineNode[] {
  const own = marks === undefined ? {} : { marks }
  return text
    .split('\n')
    .flatMap((line, at): InlineNode[] => [
      ...(at === 0 ? [] : [{ type: 'hard_break', ...own } as const]),
      ...(line === '' ? [] : [{ type: 'text', text: line, ...own } as const]),
    ])
}
