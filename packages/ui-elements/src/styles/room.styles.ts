import { css } from 'lit'

/** A room: its heading with the actions, what is searched, and the table. */
export const roomStyles = css`
  :host {
    container-type: inline-size;
  }
  .base {
    display: grid;
    grid: none / 100%;
    gap: 14px;
  }
  .tools {
    display: grid;
    grid-template-columns: 2fr 1fr 1fr;
    gap: 10px;
  }
  .pair {
    display: grid;
    grid-template-columns: 1fr 1fr;
    align-items: start;
    gap: 14px;
  }
  .fields {
    display: grid;
    grid-template-columns: 1fr 1.4fr auto;
    gap: 8px;
  }
  .part {
    display: grid;
    gap: 10px;
    padding: 18px 22px;
  }
  [hidden] {
    display: none;
  }
  .part + .part {
    border-block-start: 1px solid var(--_line);
  }
  .file {
    display: grid;
    justify-items: center;
    gap: 6px;
    padding: 28px 16px;
    text-align: center;
    border: 1.5px dashed var(--_edge);
    border-radius: 10px;
    cursor: pointer;
  }
  .file:focus-within,
  .file.over {
    border-color: var(--_accent);
    background: var(--_accent-soft);
  }
  .mapping {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: 14px;
    table-layout: fixed;
  }
  .mapping th {
    text-align: start;
    font-weight: 560;
    font-size: 12.5px;
    color: var(--_ink-2);
    padding: 4px 8px 4px 0;
  }
  .mapping td {
    padding: 4px 8px 4px 0;
    overflow-wrap: anywhere;
  }
  @media (max-width: 560px) {
    .mapping tr {
      display: grid;
      grid-template-columns: 1fr 1.4fr;
    }
    .mapping :is(th, td):nth-child(2) {
      order: 1;
      grid-column: 1 / -1;
      font-size: 13px;
    }
  }
  .report {
    display: grid;
    gap: 4px;
    max-block-size: 220px;
    overflow: auto;
  }
  @container (max-width: 640px) {
    .tools,
    .pair {
      grid-template-columns: 1fr;
    }
    [part='header'] > .grow {
      flex: 1 0 100%;
    }
    [part='header'] > button {
      flex: 1 1 auto;
    }
  }
`
