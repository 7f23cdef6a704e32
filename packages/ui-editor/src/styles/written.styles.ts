import { css } from 'lit'

/**
 * What stands in the words that are written, in a message as in a designer's mail: fields, what is chosen, and what
 * ProseMirror puts in. Their classes are not those of a designer.
 */
export const writtenStyles = css`
  .sillage-field {
    display: inline-block;
    padding: 0 7px;
    border-radius: 6px;
    color: #123c70;
    background: #e3ecfa;
    font-size: 0.9em;
    line-height: 1.5;
    letter-spacing: normal;
    /* One with many words for those who lack it is wider than a phone. */
    box-sizing: border-box;
    max-inline-size: 100%;
    white-space: normal;
    cursor: default;
  }
  .sillage-selected {
    background: Highlight;
    color: HighlightText;
  }
  .ProseMirror-selectednode {
    outline: 2px solid var(--_page-link, #0b5cad);
    outline-offset: 2px;
  }
  .ProseMirror-hideselection *::selection {
    background: transparent;
  }
  img.ProseMirror-separator {
    display: inline !important;
    inline-size: 1px !important;
    block-size: 1px !important;
    margin: 0 !important;
    border: 0 !important;
  }
`
