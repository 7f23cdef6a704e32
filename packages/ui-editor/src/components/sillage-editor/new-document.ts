import { type BlockDocument, document, documentOfText, paragraph } from '@sillage/core/document'
import { nearestLang } from '../../locales/nearest-lang.ts'

/** An empty document; its footer speaks the language of the page. */
export function newDocument(element: Element): BlockDocument {
  return document([paragraph()], { lang: langOf(element) })
}

/** Words without a tag as a document, in the language of the page. */
export function documentOfWords(words: string, element: Element): BlockDocument {
  return { ...documentOfText(words), lang: langOf(element) }
}

/** What is shown of a document that is not written here: a designer's HTML as it is, else what is known of it. */
export function shownOf(document: BlockDocument, html: string): string {
  const { source } = document as { source?: unknown }
  return typeof source === 'string' ? source : html
}

/** True where a text is HTML: an address in angle brackets is not. */
export function isHtml(text: string): boolean {
  return /<(?:\/?[a-z][a-z0-9-]{0,30}(?=[\s/>])|!)/i.test(text)
}

function langOf(element: Element): string {
  try {
    return Intl.getCanonicalLocales(nearestLang(element))[0] ?? 'en'
  } catch {
    return 'en'
  }
}
