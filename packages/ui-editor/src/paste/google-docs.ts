import { isBlock, unwrap } from './retag.ts'

/** Google Docs wraps all of it in a `<b>` that is not bold, and puts a `<br>` between blocks. */
export function googleDocs(body: HTMLElement): void {
  for (const wrapper of body.querySelectorAll('b[id^="docs-internal-guid"]')) unwrap(wrapper)
  for (const end of body.querySelectorAll('br.Apple-interchange-newline')) end.remove()
  for (const end of body.querySelectorAll('br'))
    if (isBlock(end.previousElementSibling) && touches(end, 'previousSibling')) end.remove()
    else if (isBlock(end.nextElementSibling) && touches(end, 'nextSibling')) end.remove()
}

/** Only spaces are between the element and its neighbour. */
function touches(element: Element, side: 'previousSibling' | 'nextSibling'): boolean {
  let node = element[side]
  while (node !== null && node.nodeType !== Node.ELEMENT_NODE && (node.textContent ?? '').trim() === '')
    node = node[side]
  return node !== null && node.nodeType === Node.ELEMENT_NODE
}
