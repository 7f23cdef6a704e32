/**
 * One property of the style of an element, in lower case; undefined where it has none. Read from the attribute: a page
 * with a strict `style-src` gives no `style` of its elements.
 */
export function styleOf(element: Element, name: string): string | undefined {
  const declarations = (element.getAttribute('style') ?? '').split(';')
  for (const declaration of declarations.reverse()) {
    const colon = declaration.indexOf(':')
    if (declaration.slice(0, colon).trim().toLowerCase() !== name) continue
    return declaration
      .slice(colon + 1)
      .replace('!important', '')
      .trim()
      .toLowerCase()
  }
  return undefined
}
