import { css } from 'lit'

export const listStyles = css`
  :host {
    container-type: inline-size;
  }
  ul {
    display: grid;
    grid-template-columns: minmax(200px, 1.3fr) minmax(160px, 1.2fr) auto auto;
    column-gap: 20px;
  }
  .item {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    row-gap: 6px;
    align-items: center;
    padding: 14px 18px;
    border-block-start: 1px solid var(--_line);
  }
  .item:first-child {
    border-block-start: 0;
  }
  .item {
    cursor: pointer;
  }
  .item:hover {
    background: color-mix(in oklab, var(--_accent-soft) 40%, transparent);
  }
  .line {
    display: flex;
    align-items: center;
    gap: 14px;
  }
  .figure {
    flex: none;
    min-inline-size: 2.6em;
    font-size: 22px;
    font-weight: 620;
    letter-spacing: -0.015em;
    text-align: end;
  }
  .filter {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    padding: 10px 18px;
    border-block-end: 1px solid var(--_line);
  }
  .filter select {
    inline-size: auto;
  }
  .filter input {
    flex: 1 1 12em;
    inline-size: 0;
    max-inline-size: 24em;
  }
  .name {
    font-weight: 600;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    overflow-wrap: anywhere;
  }
  .state {
    justify-self: start;
    max-inline-size: 100%;
  }
  .actions {
    display: flex;
    justify-content: flex-end;
    align-items: center;
    gap: 4px;
    white-space: nowrap;
  }
  .tiny {
    margin-block-start: 5px;
    min-block-size: 1.5em;
  }
  .more {
    display: flex;
    justify-content: center;
    padding: 12px;
    border-block-start: 1px solid var(--_line);
  }
  .stale {
    padding: 8px 18px;
    color: var(--_warn);
    background: var(--_warn-soft);
    border-block-end: 1px solid var(--_line);
    border-radius: var(--_radius) var(--_radius) 0 0;
  }
  .ghost {
    block-size: 14px;
    border-radius: 7px;
    background: var(--_line);
    animation: sillage-breathe 1.2s ease-in-out infinite alternate;
  }
  .ghost.short {
    inline-size: 55%;
  }
  .ghost.lower {
    margin-block-start: 8px;
    inline-size: 75%;
  }
  .ghost.badge {
    inline-size: 80px;
  }
  @keyframes sillage-breathe {
    to {
      opacity: 0.45;
    }
  }
  .art {
    inline-size: min(260px, 70%);
  }
  .far {
    fill: var(--_wake-1);
  }
  .mid {
    fill: var(--_wake-2);
  }
  .near {
    fill: var(--_wake-3);
  }
  .name,
  .second {
    grid-column: 1;
  }
  .line {
    grid-column: 2;
    grid-row: 1 / span 2;
  }
  .state {
    grid-column: 3;
    grid-row: 1 / span 2;
  }
  .actions {
    grid-column: 4;
    grid-row: 1 / span 2;
  }
  .name {
    align-self: end;
  }
  .second {
    align-self: start;
    margin-block-start: -4px;
  }
  @container (max-width: 860px) {
    ul {
      grid-template-columns: minmax(0, 1fr) auto;
      column-gap: 12px;
    }
    .second {
      grid-column: 1 / -1;
      grid-row: 2;
    }
    .line {
      grid-column: 1 / -1;
      grid-row: 3;
    }
    .state {
      grid-column: 2;
      grid-row: 1;
      max-inline-size: 52cqi;
      align-self: start;
      justify-self: end;
    }
    .actions {
      grid-column: 1 / -1;
      grid-row: 4;
      justify-content: flex-start;
    }
    .actions > .quiet:first-child {
      margin-inline-start: -10px;
    }
    .actions > sillage-menu {
      margin-inline-start: auto;
    }
  }
`
