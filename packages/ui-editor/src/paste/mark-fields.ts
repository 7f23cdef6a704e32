const fields = /\{\{ {0,3}([A-Za-z_][\w.]{0,199}) {0,3}\}\}/g

/** Tags of the template engine in words, as what the schema reads as fields. */
export function markFields(body: HTMLElement): void {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT)
  const texts: Text[] = []
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) texts.push(node as Text)
  for (const text of texts) {
    // Every other piece is the name of a field.
    const pieces = text.data.split(fields)
    if (pieces.length === 1 || text.parentElement?.closest('[data-field]') != null) continue
    text.replaceWith(...pieces.map((piece, at) => (at % 2 === 0 ? piece : fieldOf(body, piece))))
  }
}

function fieldOf(body: HTMLElement, name: string): HTMLElement {
  const field = body.ownerDocument.createElement('span')
  field.dataset.field = name
  return field
}
