import type { Align } from '../domain/email-document.ts'

/** A node as it is read: an editor's page may hold what a later release wrote, and a program anything. */
export interface AnyNode {
  readonly type: string
  readonly attrs: Readonly<Record<string, unknown>>
  readonly content: readonly AnyNode[]
  readonly text: string
  /** Where the words lead, and how they are written. */
  readonly link: string | undefined
  readonly strong: boolean
  readonly em: boolean
}

/** Deeper than a document may be (`documentLimits`); what is below that is not read. */
const deepest = 12

/** Reads a list of nodes; what is none is left out. */
export function readNodes(list: unknown, level = 1): AnyNode[] {
  if (!Array.isArray(list) || level > deepest) return []
  return list.filter(isObject).map((node) => readNode(node, level))
}

function readNode({ type, attrs, content, text, marks }: Record<string, unknown>, level: number): AnyNode {
  const all = Array.isArray(marks) ? marks.filter(isObject) : []
  const link = all.find((mark) => mark.type === 'link')
  return {
    type: typeof type === 'string' ? type : '',
    attrs: isObject(attrs) ? attrs : {},
    content: readNodes(content, level + 1),
    text: typeof text === 'string' ? text : '',
    link: link === undefined ? undefined : textAttr(isObject(link.attrs) ? link.attrs : {}, 'href'),
    strong: all.some((mark) => mark.type === 'strong'),
    em: all.some((mark) => mark.type === 'em'),
  }
}

/** The text of an attribute; '' where it is none. */
export function textAttr(attrs: AnyNode['attrs'], name: string): string {
  const value = attrs[name]
  return typeof value === 'string' ? value : ''
}

/** A size in pixels; undefined where it is none. */
export function pixelsAttr(attrs: AnyNode['attrs'], name: string): number | undefined {
  const value = attrs[name]
  return typeof value === 'number' && value >= 1 && value <= 20_000 ? Math.round(value) : undefined
}

export function alignAttr(attrs: AnyNode['attrs'], otherwise: Align = 'left'): Align {
  const value = attrs.align
  return value === 'left' || value === 'center' || value === 'right' ? value : otherwise
}

/** 1, 2 or 3. */
export function levelAttr({ level }: AnyNode['attrs']): 1 | 2 | 3 {
  return level === 1 || level === 3 ? level : 2
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
