/** Before the designer's own styles: what a link looks like that leads nowhere here. */
const base = `
  mail-body { display: block; margin: 8px; overflow-wrap: break-word; }
  a { color: #00e; text-decoration: underline; }
`

/** Behind the designer's own styles: where something can be changed, and fields. */
const boxes = `
  .sillage-box { cursor: text; border-radius: 2px; outline: 1px dashed transparent !important; outline-offset: 3px !important; }
  .sillage-box[role='button'] { cursor: pointer; }
  .sillage-box:hover { outline-color: #5b7fb0 !important; box-shadow: 0 0 0 4px rgb(255 255 255 / 80%); }
  /* White around it, so that it is seen on any ground. */
  .sillage-box:focus, .sillage-words:focus { outline: 2px solid #0b5cad !important; outline-offset: 2px !important; box-shadow: 0 0 0 6px #fff !important; border-radius: 1px; }
  .sillage-empty { min-width: 3em; min-height: 1em; outline-color: #5b7fb0 !important; }
  span.sillage-empty { display: inline-block; }
  .sillage-words { position: relative; white-space: pre-wrap; white-space: break-spaces; overflow-wrap: anywhere; -webkit-user-select: text; user-select: text; font-variant-ligatures: none; }
  span.sillage-words { display: inline-block; max-width: 100%; min-width: 1ch; white-space: inherit; white-space-collapse: preserve; }
  .sillage-lines { margin-bottom: 1lh; }
  .sillage-lines:last-child { margin-bottom: 0; }
  .field { display: inline-block; padding: 0 7px; border-radius: 6px; color: #123c70; background: #e3ecfa; font-size: .9em; line-height: 1.5; letter-spacing: normal; white-space: nowrap; cursor: default; }
  .selected { background: Highlight; color: HighlightText; }
  .ProseMirror-selectednode { outline: 2px solid #0b5cad; outline-offset: 2px; }
  .ProseMirror-hideselection *::selection { background: transparent; }
  img.ProseMirror-separator { display: inline !important; width: 1px !important; height: 1px !important; margin: 0 !important; border: 0 !important; }
  @media (forced-colors: active) {
    .sillage-box:focus, .sillage-words:focus { outline-color: Highlight !important; }
  }
`

/** By script, for the document that they are used in. */
function sheetOf(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(text)
  return sheet
}

export const baseStyles = (): CSSStyleSheet => sheetOf(base)
export const boxStyles = (): CSSStyleSheet => sheetOf(boxes)
