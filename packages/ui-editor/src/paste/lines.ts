/** Takes empty paragraphs out, and spaces that were there to move words: the space between blocks is the brand's. */
export function lines(body: HTMLElement): void {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
    node.textContent = (node.textContent ?? '').replace(/[ \u00a0\t\r\n]{2,}/g, ' ')
  for (const block of [...body.querySelectorAll('p, h1, h2, h3, h4, h5, h6, li, blockquote')].reverse()) {
    const empty = (block.textContent ?? '').trim() === '' && block.querySelector('img, hr, [data-field]') === null
    if (empty) block.remove()
    else if (/^[ph]/.test(block.localName)) trim(block)
  }
}

/** Spaces at the end say nothing; Word writes one into each paragraph. */
function trim(block: Element): void {
  let last: ChildNode | null = block.lastChild
  while (last !== null && last.nodeType === Node.ELEMENT_NODE && last.lastChild !== null) last = last.lastChild
  if (last?.nodeType !== Node.TEXT_NODE) return
  last.textContent = (last.textContent ?? '').trimEnd()
}
