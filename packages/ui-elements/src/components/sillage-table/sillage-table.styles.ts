import { css } from 'lit'

export const tableStyles = css`
  :host {
    container-type: inline-size;
  }
  .scroller {
    --row: 54px;
    overflow: auto;
    max-block-size: min(620px, 72dvb);
    overscroll-behavior-inline: contain;
    position: relative;
  }
  table {
    border-collapse: separate;
    border-spacing: 0;
    inline-size: 100%;
    min-inline-size: 720px;
    font-size: 14px;
    table-layout: fixed;
  }
  th {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    background: var(--_surface);
    text-align: start;
    font-weight: 560;
    font-size: 12.5px;
    color: var(--_ink-2);
    padding: 4px 12px;
    border-block-end: 1px solid var(--_line);
    block-size: 42px;
  }
  th button {
    min-block-size: 32px;
    padding: 2px 6px;
    margin-inline: -7px;
    border-color: transparent;
    background: transparent;
    font-size: inherit;
    font-weight: inherit;
    color: inherit;
    line-height: 1.15;
    text-align: inherit;
  }
  th[aria-sort] button {
    color: var(--_ink);
  }
  th button svg {
    margin-inline-start: 2px;
    inline-size: 13px;
  }
  td {
    padding: 0 12px;
    border-block-end: 1px solid var(--_line);
    vertical-align: middle;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .n {
    text-align: end;
  }
  tbody tr {
    block-size: var(--row);
  }
  tbody tr.space {
    block-size: auto;
  }
  tr.space td {
    padding: 0;
    border: 0;
  }
  .pressed {
    cursor: pointer;
  }
  .pressed:hover td {
    background: color-mix(in oklab, var(--_accent-soft) 55%, transparent);
  }
  .who {
    display: grid;
    inline-size: 100%;
    justify-items: start;
    justify-content: stretch;
    text-align: start;
    line-height: 1.3;
    min-block-size: 44px;
    align-content: center;
    gap: 0;
    padding: 0 6px;
    margin-inline: -7px;
    border-color: transparent;
    background: transparent;
    font-weight: 500;
  }
  .who .cut {
    max-inline-size: 100%;
  }
  .who:hover {
    text-decoration: underline;
    border-color: transparent;
  }
  .pick {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: 44px;
    cursor: pointer;
  }
  .pick span {
    display: block;
    min-inline-size: 0;
    line-height: 1.3;
  }
  .why {
    display: block;
    line-height: 1.3;
  }
  .ghost {
    block-size: 12px;
    inline-size: 60%;
    border-radius: 6px;
    background: var(--_line);
  }
  .blank {
    padding: 34px 20px;
    text-align: center;
  }
  @container (max-width: 640px) {
    .scroller {
      --row: var(--_card, 116px);
    }
    table,
    thead,
    tbody {
      display: block;
      min-inline-size: 0;
    }
    tr {
      display: flex;
      flex-wrap: wrap;
      align-content: center;
      align-items: center;
      gap: 3px 14px;
      padding-inline: 14px;
      border-block-end: 1px solid var(--_line);
    }
    thead tr {
      position: sticky;
      inset-block-start: 0;
      z-index: 1;
      flex-wrap: nowrap;
      gap: 4px;
      overflow-x: auto;
      background: var(--_surface);
    }
    tbody tr {
      overflow: hidden;
    }
    .pressed:hover {
      background: color-mix(in oklab, var(--_accent-soft) 55%, transparent);
    }
    .pressed:hover td {
      background: none;
    }
    tbody tr.space {
      display: block;
      block-size: auto;
      padding: 0;
      border: 0;
    }
    th {
      position: static;
      flex: none;
      inline-size: auto;
      border: 0;
    }
    .plain {
      display: none;
    }
    td {
      display: flex;
      gap: 5px;
      padding: 0;
      border: 0;
      font-size: 12.5px;
      order: 2;
      max-inline-size: 100%;
    }
    td:first-child {
      order: 0;
      flex: 1 1 50%;
      font-size: 14px;
    }
    .corner {
      order: 1;
      flex: 0 1 auto;
      max-inline-size: 45%;
      flex-direction: column;
      gap: 0;
    }
    thead:not(:has(button)) {
      display: none;
    }
    .act,
    .bare {
      flex: 1 0 100%;
    }
    td:not(:first-child, .corner, .bare, .act)::before {
      content: attr(data-label);
      color: var(--_ink-3);
    }
  }
`
