import { escapeHtml } from '../../content/html/escape.ts'
import type { Brand, BrandColours, BrandLogo } from '../../domain/brand.ts'
import type { HttpHeaders, HttpResult } from '../exchange.ts'
import { page } from '../results.ts'
import type { Words } from './words/index.ts'

/** In which words a page speaks, and what its sender looks like. */
export interface Look {
  words: Words
  brand: Brand
}

interface PageParts {
  title: string
  /** The library's own HTML. */
  content: string
  status?: number
  headers?: HttpHeaders
}

/** The one frame of all pages that recipients see. */
export function layout({ words, brand }: Look, { title, content, status = 200, headers = {} }: PageParts): HttpResult {
  const heading = escapeHtml(title)
  return page(
    `<!doctype html><html lang="${escapeHtml(words.language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${heading}</title><style>${styleOf(brand)}</style></head><body>${logoOf(brand.logo)}<main><h1>${heading}</h1>${content}</main></body></html>`,
    status,
    headers,
    brand.logo === null ? undefined : new URL(brand.logo.src).origin,
  )
}

function logoOf(logo: BrandLogo | null): string {
  if (logo === null) return ''
  const { src, alt, width, href } = logo
  const image = `<img src="${escapeHtml(src)}" alt="${escapeHtml(alt)}" width="${width}">`
  return `<header>${href === null ? image : `<a href="${escapeHtml(href)}" rel="noreferrer">${image}</a>`}</header>`
}

/** Values of a brand were checked: no quote or bracket can leave its place. */
function styleOf({ font, headingFont, radius, light, dark }: Brand): string {
  return `:root{color-scheme:light dark;${colours(light)};--radius:${radius}px}@media(prefers-color-scheme:dark){:root{${colours(dark)}}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;align-content:center;justify-items:center;gap:20px;padding:24px;background:var(--page);color:var(--text);font:17px/1.55 ${font}}
header img{display:block;max-width:100%;height:auto}main{max-width:36rem;width:100%;background:var(--surface);border:1px solid var(--line);border-radius:calc(var(--radius) + 4px);padding:32px}
h1,h2{font-family:${headingFont};line-height:1.25;margin:0 0 12px}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:28px}p{margin:0 0 18px;color:var(--muted)}a{color:var(--link)}
form{display:grid;gap:4px}label{display:flex;gap:12px;align-items:center;padding:8px 0;min-height:44px}label.field{display:grid;gap:6px;margin-top:12px}label small{display:block;color:var(--muted);font-size:.9rem}
input{flex:none;width:20px;height:20px;accent-color:var(--button)}select{font:inherit;width:100%;min-height:44px;padding:8px 10px;border:1px solid var(--muted);border-radius:var(--radius);background:var(--surface);color:var(--text)}
button{justify-self:start;margin-top:14px;font:inherit;font-weight:600;min-height:44px;padding:10px 22px;border:1px solid var(--button);border-radius:var(--radius);background:var(--button);color:var(--buttonText);cursor:pointer}
button.quiet{background:none;border-color:var(--muted);color:var(--text)}.after{margin:22px 0 0}.saved{color:var(--text);font-weight:600;border-left:4px solid var(--button);padding-left:12px}
:focus-visible{outline:3px solid var(--link);outline-offset:3px}@media(max-width:480px){body{padding:12px;align-content:start}main{padding:22px 18px}button{width:100%}}`
}

const colours = (set: BrandColours): string =>
  Object.entries(set)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';')
