import type { NodeType, ResolvedPos } from 'prosemirror-model'
import { nodes } from '../schema.ts'

/** Depth of the innermost of these nodes around a place; undefined where there is none. */
export function depthOf($pos: ResolvedPos, ...types: NodeType[]): number | undefined {
  for (let depth = $pos.depth; depth > 0; depth -= 1) if (types.includes($pos.node(depth).type)) return depth
  return undefined
}

export const listTypes = [nodes.bullet_list, nodes.ordered_list]

/** Depth of what holds the block at a place: a column, the footer, or the mail itself. */
export function containerDepth($pos: ResolvedPos): number {
  return depthOf($pos, nodes.column, nodes.footer) ?? 0
}
