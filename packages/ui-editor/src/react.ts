/**
 * Types for JSX in React 19, which sets properties and listens to events of custom elements itself.
 *
 * `import type {} from '@sillage/ui-editor/react'` adds the elements to React's own. Nothing is loaded by it, so import
 * `@sillage/ui-editor/register` too.
 *
 * @module @sillage/ui-editor/react
 */

import type { DetailedHTMLProps, HTMLAttributes } from 'react'
import type { EditorProperties, ElementsByTag } from './elements-by-tag.ts'

export type { EditorProperties, ElementsByTag } from './elements-by-tag.ts'

/** The elements by tag, for JSX: their properties, and the attributes of every HTML element. */
export type SillageEditorElements = {
  [T in keyof ElementsByTag]: DetailedHTMLProps<HTMLAttributes<ElementsByTag[T]>, ElementsByTag[T]> &
    EditorProperties[T]
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends SillageEditorElements {}
  }
}
