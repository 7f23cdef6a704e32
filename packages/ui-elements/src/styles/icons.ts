import { html, type TemplateResult } from 'lit'

const icon = (path: string): TemplateResult =>
  html`<svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d=${path} /></svg>`

/** Drawn, not typed: the glyphs are missing from many fonts. */
export const closeIcon = icon('M3.5 3.5l9 9m0-9l-9 9')
export const moreIcon = html`<svg width="16" height="16" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true"><path d="M1.5 8a1.5 1.5 0 0 1 3 0 1.5 1.5 0 0 1-3 0m5 0a1.5 1.5 0 0 1 3 0 1.5 1.5 0 0 1-3 0m5 0a1.5 1.5 0 0 1 3 0 1.5 1.5 0 0 1-3 0" /></svg>`
export const upIcon = icon('M8 13V3.5M4 7.5l4-4 4 4')
export const downIcon = icon('M8 3v9.5M4 8.5l4 4 4-4')
