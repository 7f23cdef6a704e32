import { Tokenizer } from 'htmlparser2'

const nothing = () => {}
/** A tokenizer needs all of these; each use replaces the few it wants. */
export const silentCallbacks = {
  onattribdata: nothing,
  onattribend: nothing,
  onattribentity: nothing,
  onattribname: nothing,
  oncdata: nothing,
  onclosetag: nothing,
  oncomment: nothing,
  ondeclaration: nothing,
  onend: nothing,
  onopentagend: nothing,
  onopentagname: nothing,
  onprocessinginstruction: nothing,
  onselfclosingtag: nothing,
  ontext: nothing,
  ontextentity: nothing,
}

/** Decodes an attribute's value once, by the rules of HTML for attributes (`&copy=1` stays as it is). */
export function decodeAttribute(text: string): string {
  if (!text.includes('&')) return text
  const tag = `<a a="${text.replaceAll('"', '&quot;')}">`
  let value = ''
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ...silentCallbacks,
      onattribdata: (start, end) => {
        value += tag.slice(start, end)
      },
      onattribentity: (code) => {
        value += String.fromCodePoint(code)
      },
    },
  )
  tokenizer.write(tag)
  tokenizer.end()
  return value
}

/** How the author quoted a value: the quote, or null for none. */
export type Quote = '"' | "'" | null

/** Encodes a value for an attribute, for the quote in use; a value that had no quotes gets them. */
export function encodeAttribute(value: string, quote: Quote): string {
  const escaped = value.replaceAll('&', '&amp;')
  if (quote === "'") return escaped.replaceAll("'", '&#39;')
  const quoted = escaped.replaceAll('"', '&quot;')
  return quote === '"' ? quoted : `"${quoted}"`
}

/** The kinds of quoting, in the order of the tokenizer's `QuoteType`: no value, none, single, double. */
export const quoteOf = (quoting: number): Quote => (quoting === 3 ? '"' : quoting === 2 ? "'" : null)

/** Where the value starts: past white space, the equals sign, white space and the quote. */
export function valueStart(text: string, nameEnd: number, quote: Quote): number {
  let at = text.indexOf('=', nameEnd) + 1
  while (/\s/.test(text.charAt(at))) at++
  return quote === null ? at : at + 1
}
