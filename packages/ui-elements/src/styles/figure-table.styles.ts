import { css } from 'lit'

/** A small table of figures, whole at any width: words in the first column, numbers in the others. */
export const figureTable = css`
  table {
    border-collapse: collapse;
    inline-size: 100%;
    font-size: 14px;
  }
  th,
  td {
    text-align: start;
    padding: 8px 14px;
    border-block-end: 1px solid var(--_line);
    font-weight: inherit;
    vertical-align: baseline;
  }
  thead th {
    font-size: 12.5px;
    font-weight: 560;
    color: var(--_ink-2);
    white-space: nowrap;
  }
  tbody tr:last-child > * {
    border-block-end: 0;
  }
  .n {
    text-align: end;
    white-space: nowrap;
  }
  .share {
    display: block;
    block-size: 4px;
    border-radius: 2px;
    margin-block-start: 4px;
    background: var(--_wake-2);
  }
  @container (max-width: 560px) {
    th,
    td {
      padding-inline: 8px;
    }
    thead th.n {
      white-space: normal;
      inline-size: 5em;
    }
  }
  @media (forced-colors: active) {
    .share {
      forced-color-adjust: none;
      background: LinkText;
    }
  }
`
