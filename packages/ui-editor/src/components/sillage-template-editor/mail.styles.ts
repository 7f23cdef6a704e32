import { type CSSResult, css } from 'lit'
import { writtenStyles } from '../../styles/written.styles.ts'

/** Before the designer's own styles: what a link looks like that leads nowhere here. */
const baseStyles = css`
  mail-body {
    display: block;
    margin: 8px;
    overflow-wrap: break-word;
  }
  a {
    color: #00e;
    text-decoration: underline;
  }
`

/** Behind the designer's own styles: where something can be changed. */
const boxStyles = css`
  .sillage-box,
  [data-edit-words]:has(> .sillage-box[role='textbox']) {
    cursor: text;
  }
  .sillage-box {
    border-radius: 2px;
    outline: 1px dashed transparent !important;
    outline-offset: 3px !important;
  }
  .sillage-box[role='button'] {
    cursor: pointer;
  }
  .sillage-box:hover {
    outline-color: #5b7fb0 !important;
    box-shadow: 0 0 0 4px rgb(255 255 255 / 80%);
  }
  /* White around it, so that it is seen on any ground. */
  .sillage-box:focus,
  .sillage-words:focus {
    outline: 2px solid #0b5cad !important;
    outline-offset: 2px !important;
    box-shadow: 0 0 0 6px #fff !important;
    border-radius: 1px;
  }
  .sillage-empty {
    min-width: 3em;
    min-height: 1em;
    outline-color: #5b7fb0 !important;
  }
  span.sillage-empty {
    display: inline-block;
  }
  .sillage-words {
    position: relative;
    white-space: pre-wrap;
    white-space: break-spaces;
    overflow-wrap: anywhere;
    -webkit-user-select: text;
    user-select: text;
    font-variant-ligatures: none;
  }
  span.sillage-words {
    display: inline-block;
    max-width: 100%;
    min-width: 1ch;
    white-space: inherit;
    white-space-collapse: preserve;
  }
  .sillage-lines {
    margin-bottom: 1lh;
  }
  .sillage-lines:last-child {
    margin-bottom: 0;
  }
  @media (forced-colors: active) {
    .sillage-box:focus,
    .sillage-words:focus {
      outline-color: Highlight !important;
    }
  }
`

/** The designer's own styles between ours, as sheets: by script, for the document that they are used in. */
export function mailSheets(own: readonly CSSStyleSheet[]): CSSStyleSheet[] {
  return [...sheetOf(baseStyles), ...own, ...sheetOf(writtenStyles), ...sheetOf(boxStyles)]
}

const sheetOf = ({ styleSheet }: CSSResult): CSSStyleSheet[] => (styleSheet === undefined ? [] : [styleSheet])
