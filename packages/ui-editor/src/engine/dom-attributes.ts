import { linkAddress, pictureAddress } from '@sillage/core/document'

/** How a block stands. */
export function alignOf(dom: HTMLElement): 'left' | 'center' | 'right' | undefined {
  const found = dom.getAttribute('align')?.toLowerCase()
  return found === 'center' || found === 'right' ? found : undefined
}

/** Where a picture is that only the program can show from which it was copied: on a disk, or in the page itself. */
const ofTheProgram = /^\s*(?:file|blob|data|cid):/i

/**
 * A picture that every recipient can load; one that only its program can show is a place for the same picture. False
 * for one that counts or that only moves others.
 */
export function pictureOf(dom: HTMLElement) {
  const src = dom.getAttribute('src') ?? ''
  const [width, height] = [pixelsOf(dom, 'width'), pixelsOf(dom, 'height')]
  if (width === 1 || height === 1) return false
  const isMissing = width !== null && ofTheProgram.test(src)
  if (!isMissing && pictureAddress(src) === undefined) return false
  return {
    ...(isMissing ? {} : { src: src.trim(), width, height: width === null ? null : height }),
    alt: dom.getAttribute('alt') ?? '',
    href: dom.getAttribute('data-href') ?? linkAround(dom),
    align: dom.getAttribute('data-align') ?? 'center',
  }
}

/** Where a link leads; false where it may not lead from a mail. */
export function linkOf(dom: HTMLElement) {
  const href = (dom.getAttribute('href') ?? dom.dataset.href ?? '').trim()
  return linkAddress(href) === undefined ? false : { href }
}

function linkAround(dom: HTMLElement): string {
  const around = dom.closest('a[href]')
  const found = around instanceof HTMLElement ? linkOf(around) : false
  return found === false ? '' : found.href
}

function pixelsOf(dom: HTMLElement, name: 'width' | 'height'): number | null {
  const value = dom.getAttribute(name)?.trim() ?? ''
  return /^\d{1,5}(?:px)?$/.test(value) && Number.parseInt(value, 10) > 0 ? Number.parseInt(value, 10) : null
}
