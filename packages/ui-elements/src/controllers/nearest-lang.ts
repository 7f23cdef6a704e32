/**
 * The language of an element: the nearest `lang` attribute through slots and shadow roots, else the page's, else the
 * browser's.
 */
export function nearestLang(element: Element): string {
  for (let at: Element | undefined = element; at !== undefined; at = parentOf(at)) {
    const lang = at.getAttribute('lang')
    if (lang !== null && lang !== '') return valid(lang)
  }
  return valid(navigator.language)
}

function parentOf(element: Element): Element | undefined {
  if (element.assignedSlot !== null) return element.assignedSlot
  if (element.parentElement !== null) return element.parentElement
  const root = element.getRootNode()
  return root instanceof ShadowRoot ? root.host : undefined
}

function valid(lang: string): string {
  try {
    return Intl.getCanonicalLocales(lang)[0] ?? 'en'
  } catch {
    return 'en'
  }
}
