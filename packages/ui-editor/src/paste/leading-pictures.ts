/** A picture is a block: one at the beginning of a paragraph stands before it, or an empty one would stay. */
export function leadingPictures(body: HTMLElement): void {
  for (const block of body.querySelectorAll('p, h1, h2, h3, h4, h5, h6')) {
    if (block.closest('li') !== null) continue
    for (const picture of block.querySelectorAll('img')) {
      if (!beginsWith(block, picture)) break
      const link = picture.closest('a')?.cloneNode()
      block.before(link ?? picture)
      link?.appendChild(picture)
    }
  }
}

/** Only spaces are before it. */
function beginsWith(block: Element, picture: Element): boolean {
  const before = block.ownerDocument.createRange()
  before.setStart(block, 0)
  before.setEndBefore(picture)
  return before.toString().trim() === '' && before.cloneContents().querySelector('[data-field]') === null
}
