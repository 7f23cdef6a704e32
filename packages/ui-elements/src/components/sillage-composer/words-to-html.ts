/**
 * An author's plain text as the HTML of a mail: a blank line separates paragraphs, a line end is kept, web and mail
 * addresses become links, and a last paragraph links to unsubscribing, unless the author wrote `{{unsubscribeUrl}}`.
 * Tags of the template engine are kept.
 */
export function wordsToHtml(words: string, unsubscribe: string): string {
  const paragraphs = words
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n(?:[^\S\n]*\n)+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => `<p>${part.split('\n').map(line).join('<br>\n')}</p>\n`)
  const footer = words.includes(OPT_OUT) ? '' : `${FOOTER}${escapeText(unsubscribe)}${FOOTER_END}`
  return `${HEAD}${paragraphs.join('')}${footer}${END}`
}

/**
 * The author's plain text, from the HTML `wordsToHtml` made of it, and the text of the unsubscribe link; undefined for
 * any other HTML.
 */
export function wordsOfHtml(html: string): { words: string; unsubscribe: string } | undefined {
  if (!html.startsWith(HEAD) || !html.endsWith(END)) return undefined
  const [body = '', footer = ''] = html.slice(HEAD.length, -END.length).split(FOOTER)
  const unsubscribe = unescapeText(footer.slice(0, -FOOTER_END.length))
  const words = body
    .replaceAll(/<a href="[^"]*">|<\/a>|<br>|<\/?p>/g, (tag) => (tag === '</p>' ? '\n' : ''))
    .split(tags)
    .map((part, i) => (i % 2 === 0 ? unescapeText(part) : part))
    .join('')
    .trim()
  // Only HTML that comes out the same was made here, whole and unchanged.
  return wordsToHtml(words, unsubscribe) === html ? { words, unsubscribe } : undefined
}

/** True while there is no tag in the text, so that it is plain text. An address in angle brackets is not a tag. */
export function isWords(text: string): boolean {
  return !/<(?:\/?[a-z][a-z0-9-]*(?::[a-z0-9-]+)?(?:[\s/][^<>]*)?|!doctype[^<>]*)>|<!--/i.test(text)
}

const OPT_OUT = '{{unsubscribeUrl}}'
const HEAD = '<div dir="auto" style="max-width:600px;font:16px/1.5 Arial,Helvetica,sans-serif">\n'
const END = '</div>\n'
const FOOTER = `<p style="font-size:13px"><a href="${OPT_OUT}" style="color:#666">`
const FOOTER_END = '</a></p>\n'

const tags = /(\{\{\{?[^{}]{0,200}\}\}\}?)/
/**
 * A tag of the template engine, a web address that may hold such tags, or a mail address; the lengths keep the search
 * linear.
 */
const pieces =
  /\{\{\{?[^{}]{0,200}\}\}\}?|(?:https?:\/\/|www\.)(?:\{\{[^{}]{0,200}\}\}|[^\s<>"{}]){1,2000}|[\p{L}\p{N}._+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/giu

function line(text: string): string {
  let html = ''
  let end = 0
  for (const { 0: piece, index } of text.matchAll(pieces)) {
    html += escapeText(text.slice(end, index))
    const shown = piece.startsWith('{{') ? piece : withoutPunctuation(piece)
    html += piece.startsWith('{{') && piece !== OPT_OUT ? piece : link(shown)
    end = index + shown.length
  }
  return html + escapeText(text.slice(end))
}

function link(shown: string): string {
  const at = /^(?:https?:|\{\{)/i.test(shown) ? '' : /^www\./i.test(shown) ? 'https://' : 'mailto:'
  const text = escapeAround(shown)
  return `<a href="${at}${text}">${text}</a>`
}

/** Punctuation that ends a sentence is not part of the address, nor is a bracket that was opened before it. */
function withoutPunctuation(address: string): string {
  let open = address.split('(').length - address.split(')').length
  let end = address.length
  for (; end > 0; end -= 1) {
    const last = address[end - 1] ?? ''
    if (last === ')' && open < 0) open += 1
    else if (!".,;:!?'’”»…*".includes(last)) break
  }
  return address.slice(0, end)
}

/** Tags of the template engine in an address are left to it. */
function escapeAround(text: string): string {
  return text
    .split(tags)
    .map((part, i) => (i % 2 === 0 ? escapeText(part) : part))
    .join('')
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escapeText(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? sign)
}

function unescapeText(html: string): string {
  return html.replaceAll(
    /&(?:amp|lt|gt|quot);/g,
    (entity) => Object.keys(entities).find((sign) => entities[sign] === entity) ?? entity,
  )
}
