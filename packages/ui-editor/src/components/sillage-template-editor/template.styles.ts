import { css } from 'lit'

/** Around the mail: what stands above it, and the ground that keeps its styles in. */
export const templateStyles = css`
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 14px;
    padding: 6px 14px;
    border-block-end: 1px solid var(--_line);
    color: var(--_ink-2);
    font-size: 14px;
  }
  .bar .count {
    margin-inline-start: auto;
    font-variant-numeric: tabular-nums;
  }
  .bar .over {
    color: var(--_danger);
  }
  .above {
    display: grid;
    gap: 8px;
    padding: 10px 14px;
    border-block-end: 1px solid var(--_line);
  }
  .above p {
    margin: 0;
    color: var(--_ink-2);
    font-size: 14px;
  }
  .above .row {
    display: grid;
    grid-template-columns: minmax(100px, 180px) 1fr;
    align-items: center;
    gap: 2px 12px;
  }
  .above .row > :first-child {
    color: var(--_ink-2);
    font-size: 14px;
    overflow-wrap: anywhere;
  }
  .line,
  .above input {
    min-inline-size: 0;
    min-block-size: 36px;
    padding: 6px 9px;
    border: 1px solid var(--_edge);
    border-radius: 8px;
    background: var(--_surface);
    overflow-wrap: anywhere;
    cursor: text;
  }
  .line:focus-within,
  .above input:focus {
    border-color: var(--_accent);
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
  }
  .line .sillage-words {
    min-block-size: 1lh;
    outline: none;
    white-space: pre-wrap;
    white-space: break-spaces;
  }
  .version {
    display: grid;
    gap: 8px;
    padding: 10px 14px;
    border-block-end: 1px solid var(--_line);
    background: var(--_accent-soft);
    font-size: 14px;
  }
  .version :is(p, ul) {
    margin: 0;
  }
  .version .actions {
    justify-content: flex-start;
  }
  .version .quiet {
    border-color: var(--_accent);
  }
  .stage {
    /* Nothing of the mail, however its styles place it, leaves this ground. */
    contain: layout paint;
    min-block-size: 200px;
    background: #fff;
  }
  .mail {
    all: initial;
    display: flow-root;
    min-block-size: 200px;
    color-scheme: light;
  }
  .disabled .mail {
    opacity: 0.6;
  }
  @container (max-width: 560px) {
    .above .row {
      grid-template-columns: 1fr;
    }
  }
  @media (pointer: coarse) {
    .line {
      min-block-size: 44px;
      font-size: 16px;
    }
  }
`
