/**
 * Types for the templates of Vue 3, also under `strictTemplates`.
 *
 * `import type {} from '@sillage/ui-elements/vue'` adds the elements to Vue's own. Nothing is loaded by it, so import
 * `@sillage/ui-elements/register` too, and name the tags to Vue by `isCustomElement`.
 *
 * @module @sillage/ui-elements/vue
 */

import type { EmitFn, HTMLAttributes, PublicProps } from 'vue'
import type { ElementProperties, ElementsByTag } from './elements-by-tag.ts'
import type { SillageEventMap } from './events/sillage-events.ts'

export type { ElementProperties, ElementsByTag } from './elements-by-tag.ts'
export type { SillageEventMap } from './events/sillage-events.ts'

/**
 * What an element is to a template: a component with the element's properties (`campaignId`, which may be written
 * `campaign-id`), the attributes of every HTML element, and the events (`@sillage-action`).
 */
export type SillageComponent<E extends HTMLElement> = new () => E & {
  /** Of the template alone; the element does not have it. */
  $props: HTMLAttributes & PublicProps & ElementProperties<E>
  /** Of the template alone; the element does not have it. */
  $emit: EmitFn<{ [K in keyof SillageEventMap]: (event: SillageEventMap[K]) => void }>
}

/** The elements by tag, for templates. */
export type SillageComponents = { [T in keyof ElementsByTag]: SillageComponent<ElementsByTag[T]> }

declare module 'vue' {
  interface GlobalComponents extends SillageComponents {}
}
