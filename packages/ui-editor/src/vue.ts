/**
 * Types for the templates of Vue 3, also under `strictTemplates`.
 *
 * `import type {} from '@sillage/ui-editor/vue'` adds the elements to Vue's own. Nothing is loaded by it, so import
 * `@sillage/ui-editor/register` too, and name the tags to Vue by `isCustomElement`.
 *
 * @module @sillage/ui-editor/vue
 */

import type { EmitFn, HTMLAttributes, PublicProps } from 'vue'
import type { EditorProperties, ElementsByTag } from './elements-by-tag.ts'

export type { EditorProperties, ElementsByTag } from './elements-by-tag.ts'

/** The elements by tag, for templates: their properties, the attributes of every HTML element, and the events. */
export type SillageEditorComponents = {
  [T in keyof ElementsByTag]: new () => ElementsByTag[T] & {
    $props: HTMLAttributes & PublicProps & EditorProperties[T]
    $emit: EmitFn<{ input: (event: Event) => void; change: (event: Event) => void }>
  }
}

declare module 'vue' {
  interface GlobalComponents extends SillageEditorComponents {}
}
