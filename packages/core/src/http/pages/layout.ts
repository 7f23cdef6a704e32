import { escapeHtml } from '../../content/html/escape.ts'
import type { HttpHeaders, HttpResult } from '../exchange.ts'
import { page } from '../results.ts'

const style = `:root{color-scheme:light dark;--ink:#10222e;--soft:#4a5d69;--bg:#f4f7f8;--card:#fff;--line:#dde5e9;--accent:#0b6b7a;--on:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#e9f1f4;--soft:#a9bac3;--bg:#0c161d;--card:#13212a;--line:#24363f;--accent:#58c3d0;--on:#062027}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--bg);color:var(--ink);font:17px/1.55 ui-sans-serif,system-ui,sans-serif}
main{max-width:34rem;width:100%;background:var(--card);border:1px solid var(--line);border-radius:14px;padding:32px}h1{font-size:1.5rem;line-height:1.25;margin:0 0 12px}p{margin:0 0 18px;color:var(--soft)}
label{display:flex;gap:12px;align-items:center;padding:8px 0;min-height:44px}input{flex:none;width:20px;height:20px;accent-color:var(--accent)}form{display:grid;gap:4px}
button{justify-self:start;margin-top:12px;font:inherit;font-weight:600;min-height:44px;padding:10px 22px;border:0;border-radius:9px;background:var(--accent);color:var(--on);cursor:pointer}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px}.saved{color:var(--accent);font-weight:600}`

/** The one frame of all pages that recipients see. `content` is the library's own HTML. */
export function layout(
  language: string,
  title: string,
  content: string,
  status = 200,
  headers: HttpHeaders = {},
): HttpResult {
  const heading = escapeHtml(title)
  return page(
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${heading}</title><style>${style}</style></head><body><main><h1>${heading}</h1>${content}</main></body></html>`,
    status,
    headers,
  )
}
