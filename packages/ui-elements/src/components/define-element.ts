/** An element that knows its name and what it is made of. */
export type ElementClass = CustomElementConstructor & {
  readonly tag: string
  readonly dependencies: readonly ElementClass[]
}

/** Registers an element after those it is made of; a name that is taken already is left as it is. */
export function defineElement(element: ElementClass): void {
  for (const dependency of element.dependencies) defineElement(dependency)
  if (customElements.get(element.tag) === undefined) customElements.define(element.tag, element)
}
