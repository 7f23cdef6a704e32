import { retag } from './retag.ts'

/** Styles of Word whose names say what they are. */
const tags: Readonly<Record<string, string>> = {
  MsoTitle: 'h1',
  MsoSubtitle: 'h2',
  MsoQuote: 'blockquote',
  MsoIntenseQuote: 'blockquote',
}

/** Titles and quotes of Word, which are paragraphs with a class, and its headings in a browser, which have a role. */
export function wordStyles(body: HTMLElement): void {
  for (const [name, tag] of Object.entries(tags))
    for (const paragraph of body.querySelectorAll(`p.${name}`)) retag(paragraph, tag)
  for (const paragraph of body.querySelectorAll('p[role=heading]')) {
    const level = /^[1-6]$/.exec(paragraph.getAttribute('aria-level') ?? '')?.[0] ?? '2'
    retag(paragraph, `h${level}`)
  }
}
