/**
 * The class of an element, which has its `tag` and, in `dependencies`, the elements of its shadow root.
 * Every element that `@sillage/ui-elements` exports is one; `defineElement` takes them.
 */
export type ElementClass = CustomElementConstructor & {
  readonly tag: string
  readonly dependencies: readonly ElementClass[]
}

/**
 * Registers an element under its `tag`, after those it is made of, for pages that load only what they use;
 * `@sillage/ui-elements/register` does it for all. A name that is taken already is not changed, so calling it again
 * does nothing, and of two copies of the library the first is used. On a server it fills the stand-in that Lit has for
 * `customElements`, and nothing is drawn.
 */
export function defineElement(element: ElementClass): void {
  for (const dependency of element.dependencies) defineElement(dependency)
  if (customElements.get(element.tag) === undefined) customElements.define(element.tag, element)
}
