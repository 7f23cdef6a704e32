import type { BlockDocument } from '@sillage/core/document'
import type { Node } from 'prosemirror-model'
import { schema } from './schema.ts'

type Json = { type: string; attrs?: Record<string, unknown>; marks?: Json[]; content?: Json[] }

/** Attributes that a document always says, also where they are what a new node has. */
const alwaysSaid: Readonly<Record<string, readonly string[]>> = { heading: ['level'], button: ['href'], image: ['src'] }

/** The content of a document; undefined where some of it is not known here, and would be lost. */
export function readContent(document: BlockDocument): Node | undefined {
  const { version, kind, content } = document as { version: unknown; kind: unknown; content: unknown }
  if (version !== 1 || kind !== 'blocks' || !Array.isArray(content) || !content.every(isKnown)) return undefined
  try {
    const doc = schema.nodeFromJSON({ type: 'doc', content: content.map(withoutUndefined) })
    doc.check()
    return doc
  } catch {
    return undefined
  }
}

/** The content as a document holds it: attributes that are as in a new node are left out. */
export function contentOf(doc: Node): BlockDocument['content'] {
  const json = doc.toJSON() as Json
  return (json.content ?? []).map(tidy) as unknown as BlockDocument['content']
}

function isKnown(node: unknown): node is Json {
  if (typeof node !== 'object' || node === null) return false
  const { type, attrs = {}, marks: own = [], content = [] } = node as Json
  const spec = schema.nodes[type]?.spec
  return (
    spec !== undefined &&
    Object.keys(attrs).every((name) => name in (spec.attrs ?? {})) &&
    own.every((mark) => schema.marks[mark.type] !== undefined) &&
    content.every(isKnown)
  )
}

/** Attributes that are undefined have the value of a new node, as those that are left out. */
function withoutUndefined(node: Json): Json {
  const { attrs, content, ...rest } = node
  return {
    ...rest,
    ...(attrs === undefined
      ? {}
      : { attrs: Object.fromEntries(Object.entries(attrs).filter(([, value]) => value !== undefined)) }),
    ...(content === undefined ? {} : { content: content.map(withoutUndefined) }),
  }
}

function tidy({ type, attrs, content, ...rest }: Json): Json {
  const specs: Record<string, { default?: unknown }> = schema.nodes[type]?.spec.attrs ?? {}
  const said = Object.entries(attrs ?? {}).filter(
    ([name, value]) => alwaysSaid[type]?.includes(name) === true || specs[name]?.default !== value,
  )
  return {
    type,
    ...(said.length === 0 ? {} : { attrs: Object.fromEntries(said) }),
    ...(content === undefined ? {} : { content: content.map(tidy) }),
    ...rest,
  }
}
