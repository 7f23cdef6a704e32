import { css } from 'lit'

export const messagesStyles = css`
  :host {
    container-type: inline-size;
    --row: 54px;
  }
  .base {
    display: grid;
    grid: none / 100%;
    gap: 12px;
  }
  .tools input {
    inline-size: min(260px, 100%);
  }
  .tools select {
    inline-size: auto;
    max-inline-size: 100%;
  }
  .scroller {
    overflow: auto;
    max-block-size: min(620px, 72dvb);
    overscroll-behavior-inline: contain;
    position: relative;
  }
  table {
    border-collapse: separate;
    border-spacing: 0;
    inline-size: 100%;
    min-inline-size: 840px;
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
  tbody tr:not(.space):hover td {
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
  .w-who {
    inline-size: 25%;
  }
  .w-firm {
    inline-size: 17%;
  }
  .w-status {
    inline-size: 16%;
  }
  .w-opens {
    inline-size: 9%;
  }
  .w-clicks {
    inline-size: 7%;
  }
  .ghost {
    block-size: 12px;
    inline-size: 60%;
    border-radius: 6px;
    background: var(--_line);
  }
  th button svg {
    margin-inline-start: 2px;
    inline-size: 13px;
  }
  .why {
    display: block;
    line-height: 1.3;
  }
  .blank {
    padding: 34px 20px;
    text-align: center;
    display: grid;
    justify-items: center;
    gap: 10px;
  }
  @container (max-width: 640px) {
    table {
      min-inline-size: 0;
    }
    .tools input,
    .tools select {
      inline-size: 100%;
    }
    .wide {
      display: none;
    }
    td,
    th {
      padding-inline: 6px;
    }
    th {
      font-size: 11px;
    }
    .w-who {
      inline-size: 32%;
    }
    .w-status {
      inline-size: 28%;
    }
    .w-opens {
      inline-size: 24%;
    }
    .w-clicks {
      inline-size: 16%;
    }
    .why,
    .who .small.cut {
      display: none;
    }
    .who .cut {
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
      white-space: normal;
      overflow-wrap: anywhere;
    }
    .pill {
      padding-inline: 6px;
      font-size: 11.5px;
    }
    .pill::before {
      display: none;
    }
    .who,
    th button {
      padding-inline: 4px;
      margin-inline: -5px;
    }
  }
`
