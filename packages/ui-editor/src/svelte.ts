/**
 * Types for the markup of Svelte 5, which sets properties and listens to events of custom elements
 * itself.
 *
 * `import type {} from '@sillage/ui-editor/svelte'` adds the elements to Svelte's own. Nothing is loaded by it, so
 * import `@sillage/ui-editor/register` too.
 *
 * @module @sillage/ui-editor/svelte
 */

import type { HTMLAttributes } from 'svelte/elements'
import type { EditorProperties, ElementsByTag } from './elements-by-tag.ts'

export type { EditorProperties, ElementsByTag } from './elements-by-tag.ts'

/**
 * The elements by tag, for markup: their properties, and the attributes of every HTML element. A switch is set by its
 * property (`noPreheader`): as an attribute, `false` would turn it on.
 */
export type SillageEditorMarkup = {
  [T in keyof ElementsByTag]: HTMLAttributes<ElementsByTag[T]> & EditorProperties[T]
}

declare module 'svelte/elements' {
  interface SvelteHTMLElements extends SillageEditorMarkup {}
}
