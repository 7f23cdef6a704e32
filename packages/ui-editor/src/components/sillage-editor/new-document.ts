import { document, documentOfText, type EmailDocument, paragraph } from '@sillage/core/document'
import { nearestLang } from '../../locales/nearest-lang.ts'

/** An empty document; its footer speaks the language of the page. */
export function newDocument(element: Element): EmailDocument {
  return document([paragraph()], { lang: langOf(element) })
}

/** Words without a tag as a document, in the language of the page. */
export function documentOfWords(words: string, element: Element): EmailDocument {
  return { ...documentOfText(words), lang: langOf(element) }
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
