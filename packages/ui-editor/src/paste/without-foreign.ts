import { unwrap } from './retag.ts'
import { styleOf } from './style-of.ts'

/** What says nothing that a mail could say. */
const gone =
  'script, style, title, meta, link, base, template, noscript, iframe, object, embed, svg, math, canvas, video, audio, input, select, textarea, button, progress, meter, xml, [hidden], [aria-hidden="true"], .MsoCommentReference, .MsoCommentText'

/** Takes out what does not belong into a mail: scripts, forms, comments, what is not seen, and tags of Word's own. */
export function withoutForeign(body: HTMLElement): void {
  for (const element of body.querySelectorAll(gone)) element.remove()
  for (const comment of commentsOf(body)) comment.remove()
  for (const element of [...body.querySelectorAll('*')]) {
    const hidden = styleOf(element, 'display') === 'none' || styleOf(element, 'mso-hide') === 'all'
    if (hidden) element.remove()
    else if (element.localName.includes(':')) unwrap(element)
  }
}

function commentsOf(body: HTMLElement): Comment[] {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT)
  const found: Comment[] = []
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) found.push(node as Comment)
  return found
}
