import type { RegionNode } from '@sillage/core/document'
import type { EngineHost, EngineWords } from './engine-host.ts'

/** What is written in a place: words of a line, in a designer's link, without any marks, or words with blocks. */
export type PlaceKind = 'line' | 'linked_line' | 'plain_line' | 'words'

/** By the name of an element: one of the designer's, whose attributes new ones get. */
export type Examples = ReadonlyMap<string, HTMLElement>

/** What the words of a place ask of the element around them. */
export interface PlaceHost extends Pick<EngineHost, 'editable' | 'selected' | 'leaveTo'> {
  /** What the words stand in: they are read of it, and written in it. */
  place: HTMLElement
  kind: PlaceKind
  label: string
  examples: Examples
  words: () => Pick<EngineWords, 'field'>
  changed: (words: RegionNode[]) => void
  undo: () => void
  redo: () => void
}
