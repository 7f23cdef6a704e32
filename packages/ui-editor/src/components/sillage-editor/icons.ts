import { html, type TemplateResult } from 'lit'

const icon = (path: string): TemplateResult =>
  html`<svg width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d=${path} /></svg>`

/** Drawn, not typed: the glyphs are missing from many fonts. */
export const icons = {
  bold: icon('M7 5h6a3.5 3.5 0 0 1 0 7H7zM7 12h7a3.5 3.5 0 0 1 0 7H7z'),
  italic: icon('M11 5h6M7 19h6M14 5l-4 14'),
  link: icon('M9 15l6-6M8 12l-3 3a4 4 0 0 0 6 6l3-3M16 12l3-3a4 4 0 0 0-6-6l-3 3'),
  left: icon('M4 6h16M4 12h9M4 18h13'),
  center: icon('M4 6h16M8 12h8M6 18h12'),
  right: icon('M4 6h16M11 12h9M7 18h13'),
  plus: icon('M12 5v14M5 12h14'),
  field: icon('M9 5H8a2 2 0 0 0-2 2v3l-2 2 2 2v3a2 2 0 0 0 2 2h1M15 5h1a2 2 0 0 1 2 2v3l2 2-2 2v3a2 2 0 0 1-2 2h-1'),
  block: icon('M5 5h14v6H5zM5 15h14v4H5z'),
  grip: icon('M9 6v.01M15 6v.01M9 12v.01M15 12v.01M9 18v.01M15 18v.01'),
  settings: icon('M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4'),
  undo: icon('M8 6L4 10l4 4M4 10h10a5 5 0 0 1 0 10h-3'),
  redo: icon('M16 6l4 4-4 4M20 10H10a5 5 0 0 0 0 10h3'),
}
