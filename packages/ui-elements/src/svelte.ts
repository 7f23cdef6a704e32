/**
 * Types for the markup of Svelte 5, which sets properties and listens to events (`onsillage-saved`) of custom elements
 * itself.
 *
 * `import type {} from '@sillage/ui-elements/svelte'` adds the elements to Svelte's own. Nothing is loaded by it, so
 * import `@sillage/ui-elements/register` too.
 *
 * @module @sillage/ui-elements/svelte
 */

import type { HTMLAttributes } from 'svelte/elements'
import type { ElementProperties, ElementsByTag, SillageEventProps } from './elements-by-tag.ts'

export type { ElementProperties, ElementsByTag, SillageEventProps } from './elements-by-tag.ts'

/**
 * What an element takes in markup: its properties by name (`campaignId`), those that are text also as attributes
 * (`campaign-id`), the attributes of every HTML element, and the events.
 */
export type SillageAttributes<E extends HTMLElement> = HTMLAttributes<E> & SillageEventProps & ElementProperties<E>

/** The elements by tag, for markup. */
export type SillageMarkup = { [T in keyof ElementsByTag]: SillageAttributes<ElementsByTag[T]> }

declare module 'svelte/elements' {
  interface SvelteHTMLElements extends SillageMarkup {}
}
