import { googleDocs } from './google-docs.ts'
import { joinLists } from './join-lists.ts'
import { leadingPictures } from './leading-pictures.ts'
import { lines } from './lines.ts'
import { mailLines } from './mail-lines.ts'
import { markFields } from './mark-fields.ts'
import { realLinks } from './real-links.ts'
import { stylesToTags } from './styles-to-tags.ts'
import { flattenTables } from './tables.ts'
import { withoutForeign } from './without-foreign.ts'
import { wordLists } from './word-lists.ts'
import { wordStyles } from './word-styles.ts'

/**
 * Makes of what Word, Google Docs, mail programs, tables and web pages put on the clipboard the plain HTML that the
 * schema reads: tags for what a mail can say, and nothing else. What the editor itself copied stays as it is.
 */
export function cleanHtml(html: string): string {
  if (html.includes('data-pm-slice')) return html
  const page = new DOMParser().parseFromString(html, 'text/html')
  const { body } = page
  // Word's lists are known by what is foreign, and go first.
  wordLists(body)
  wordStyles(body)
  googleDocs(body)
  withoutForeign(body)
  realLinks(body)
  mailLines(body)
  stylesToTags(body)
  flattenTables(body)
  joinLists(body)
  markFields(body)
  leadingPictures(body)
  lines(body)
  return body.innerHTML
}
