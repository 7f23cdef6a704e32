import { css } from 'lit'

export const listStyles = css`
  :host {
    container-type: inline-size;
  }
  .item {
    display: grid;
    grid-template-columns: minmax(200px, 1.3fr) minmax(160px, 1.2fr) minmax(120px, auto) minmax(210px, auto);
    gap: 6px 20px;
    align-items: center;
    padding: 14px 18px;
    border-block-start: 1px solid var(--_line);
  }
  .item:first-child {
    border-block-start: 0;
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
  .ghost {
    block-size: 14px;
    border-radius: 7px;
    background: var(--_line);
    animation: sillage-breathe 1.2s ease-in-out infinite alternate;
  }
  .ghost.short {
    inline-size: 55%;
  }
  @keyframes sillage-breathe {
    to {
      opacity: 0.45;
    }
  }
  .art {
    inline-size: min(260px, 70%);
    color: var(--_wake-2);
  }
  @container (max-width: 860px) {
    .item {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .line {
      grid-column: 1 / -1;
      grid-row: 2;
    }
    .state {
      grid-column: 2;
      grid-row: 1;
      max-inline-size: 45cqi;
    }
    .actions {
      grid-column: 1 / -1;
      grid-row: 3;
      justify-content: flex-start;
      margin-inline-start: -10px;
    }
  }
`
