import { documentLimits } from '@sillage/core/document'
import { liftListItem, sinkListItem, splitListItem } from 'prosemirror-schema-list'
import type { Command } from 'prosemirror-state'
import { nodes } from '../schema.ts'

/** One level deeper, where a document may be so deep: an item in it holds a list, an item, a paragraph and words. */
export const deeper: Command = (state, dispatch, view) => {
  const { $from } = state.selection
  return $from.depth + 3 <= documentLimits.depth && sinkListItem(nodes.list_item)(state, dispatch, view)
}

/** One level up, or out of the list. */
export const shallower: Command = liftListItem(nodes.list_item)

/** Enter in an item begins the next. */
export const nextItem: Command = splitListItem(nodes.list_item)
