import { css } from 'lit'

export const recipientsStyles = css`
  .base {
    display: grid;
    gap: 10px;
  }
  .search {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 8px;
  }
  .search > input {
    grid-column: 1 / -1;
  }
  .search > select:last-child:nth-child(2) {
    grid-column: 1 / -1;
  }
  .people {
    max-block-size: 264px;
    overflow: auto;
    overscroll-behavior: contain;
  }
  .person {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 2px 12px;
    align-items: center;
    padding: 7px 12px;
    border-block-start: 1px solid var(--_line);
    cursor: pointer;
  }
  li:first-child .person {
    border-block-start: 0;
  }
  .person:hover {
    background: var(--_accent-soft);
  }
  .who {
    display: grid;
    line-height: 1.3;
    min-inline-size: 0;
  }
  .place {
    max-inline-size: 40cqi;
    font-size: 13px;
    color: var(--_ink-2);
  }
  .tabs {
    justify-self: start;
  }
  .bar > b {
    flex: 1 1 100%;
  }
  .bar > .quiet {
    margin-inline-start: -10px;
    margin-inline-end: 10px;
  }
  .bar {
    padding: 8px 12px;
    gap: 2px;
    border-block-end: 1px solid var(--_line);
  }
  .bar:last-child {
    border-block: 1px solid var(--_line) 0;
  }
  .bar.more {
    justify-content: center;
  }
  .warn {
    color: var(--_warn);
  }
  .blank {
    padding: 22px;
    text-align: center;
  }
  textarea {
    font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
    font-size: 13px;
    min-block-size: 150px;
    white-space: pre;
    overflow-x: auto;
  }
  @media (max-width: 480px) {
    .search {
      grid-template-columns: 1fr;
    }
    .person {
      grid-template-columns: auto minmax(0, 1fr);
    }
    .place {
      grid-column: 2;
      max-inline-size: none;
    }
  }
`
