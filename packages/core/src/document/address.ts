import { escapeHtml } from '../content/html/escape.ts'
import { longestUrl, safeLocation } from '../content/links/safe-location.ts'

const fields = /\{\{([A-Za-z_][\w.]*)\}\}/g
const loneField = /^\{\{[A-Za-z_][\w.]*\}\}$/
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const blanks = /[\s\u0000-\u001f\u007f-\u009f]/

/**
 * Where words may lead: a web address by the rules of all links (`safeLocation`), mail, a telephone, or what one field
 * holds, which is checked when it is clicked. Undefined for anything else. Fields stay, as the only tags in it.
 */
export function linkAddress(given: string): string | undefined {
  const href = given.trim()
  if (loneField.test(href)) return href
  const sample = href.replace(fields, 'x')
  const web = /^https?:/i.test(href) && safeLocation(sample) !== undefined
  const other = /^(?:mailto|tel):./i.test(href) && href.length <= longestUrl && !blanks.test(sample)
  return web || other ? withoutTags(href) : undefined
}

/** Where a picture is loaded from: a web address. */
export function pictureAddress(given: string): string | undefined {
  const src = given.trim()
  return /^https?:/i.test(src) && safeLocation(src.replace(fields, 'x')) !== undefined ? withoutTags(src) : undefined
}

/** An address as it stands in a quoted attribute. */
export const attributeAddress = (address: string): string => escapeHtml(address)

/** Signs that stand in no URL as they are: braces that are no field, and what would end an attribute or a tag. */
const strange = /[\s"<>\\^`{|}]/g

function withoutTags(address: string): string {
  const encoded = (piece: string) => piece.replace(strange, (sign) => encodeURIComponent(sign))
  // Every other piece is the name of a field.
  const pieces = address.toWellFormed().split(fields)
  return pieces.map((piece, at) => (at % 2 === 1 ? `{{${piece}}}` : encoded(piece))).join('')
}
