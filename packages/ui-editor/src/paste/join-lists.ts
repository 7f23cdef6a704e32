/** Lists of points that follow one another are one; numbers may begin anew. */
export function joinLists(body: HTMLElement): void {
  for (const list of body.querySelectorAll('ul')) {
    const before = list.previousElementSibling
    const between = list.previousSibling === before || (list.previousSibling?.textContent ?? '').trim() === ''
    if (before?.localName !== 'ul' || !between) continue
    list.prepend(...before.childNodes)
    before.remove()
  }
}
