import { escapeHtml } from './escape.ts'
import { scanText } from './scan-text.ts'

/** A plain text as a web page, with its URLs as links. */
export function textPage(text: string): string {
  let body = ''
  let at = 0
  for (const { start, end } of scanText(text)) {
    const url = escapeHtml(text.slice(start, end))
    body += `${escapeHtml(text.slice(at, start))}<a href="${url}" rel="noreferrer">${url}</a>`
    at = end
  }
  body += escapeHtml(text.slice(at))
  return `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><body style="max-width:40em;margin:1em auto;padding:0 1em;font-family:sans-serif;white-space:pre-wrap;overflow-wrap:anywhere">${body}</body>`
}
