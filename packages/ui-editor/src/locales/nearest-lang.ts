/** The language of an element: the nearest `lang` through slots and shadow roots, else the browser's. */
export function nearestLang(element: Element): string {
  for (let at: Element | undefined = element; at !== undefined; at = parentOf(at)) {
    const lang = at.getAttribute('lang')
    if (lang !== null && lang !== '') return lang.toLowerCase()
  }
  return navigator.language.toLowerCase()
}

function parentOf(element: Element): Element | undefined {
  if (element.assignedSlot !== null) return element.assignedSlot
  if (element.parentElement !== null) return element.parentElement
  const root = element.getRootNode()
  return root instanceof ShadowRoot ? root.host : undefined
}
