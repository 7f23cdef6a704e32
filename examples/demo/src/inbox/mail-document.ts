/**
 * What a mail may do inside its frame: load pictures and styles from anywhere, and open its links in a new tab. No
 * script, no form.
 */
export const mailPolicy = [
  'sandbox allow-popups allow-popups-to-escape-sandbox',
  "default-src 'none'",
  'img-src http: https: data:',
  "style-src 'unsafe-inline' http: https:",
  'font-src http: https: data:',
].join('; ')

const BASE = '<base target="_blank">'

/** The mail's own HTML as a page for the frame: links open in a new tab, nothing else is changed. */
export function mailDocument(html: string): string {
  const head = /<head\b[^>]*>/i.exec(html) ?? /<html\b[^>]*>/i.exec(html) ?? /^\s*<!doctype[^>]*>/i.exec(html)
  const at = head === null ? 0 : head.index + head[0].length
  return html.slice(0, at) + BASE + html.slice(at)
}
