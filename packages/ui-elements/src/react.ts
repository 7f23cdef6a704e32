/**
 * Types for JSX in React 19, which sets properties and listens to events (`onsillage-saved`) of custom elements itself.
 * Earlier versions set attributes only and do not listen to custom events.
 *
 * `import type {} from '@sillage/ui-elements/react'` adds the elements to React's own. Nothing is loaded by it, so
 * import `@sillage/ui-elements/register` too.
 *
 * @module @sillage/ui-elements/react
 */

import type { DetailedHTMLProps, HTMLAttributes } from 'react'
import type { ElementProperties, ElementsByTag, SillageEventProps } from './elements-by-tag.ts'

export type { ElementProperties, ElementsByTag, SillageEventProps } from './elements-by-tag.ts'

/**
 * What an element takes in JSX: its properties by name (`campaignId`, set as properties), those that are text also as
 * attributes (`campaign-id`), the attributes of every HTML element (`ref` gives the element, with its methods), and the
 * events.
 */
export type SillageProps<E extends HTMLElement> = DetailedHTMLProps<HTMLAttributes<E>, E> &
  SillageEventProps &
  ElementProperties<E>

/** The elements by tag, for JSX. */
export type SillageElements = { [T in keyof ElementsByTag]: SillageProps<ElementsByTag[T]> }

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends SillageElements {}
  }
}
