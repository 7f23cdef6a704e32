import { css } from 'lit'

/** Toolbar and preview text, and the buttons and fields of all of it. */
export const frameStyles = css`
  .frame {
    position: relative;
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    background: var(--_surface);
    container-type: inline-size;
  }
  .frame:focus-within {
    border-color: var(--_accent);
  }
  button,
  select,
  input {
    font: inherit;
    color: inherit;
    min-block-size: 36px;
    border: 1px solid transparent;
    border-radius: 8px;
    background: transparent;
  }
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    padding: 4px 9px;
    cursor: pointer;
  }
  button:hover {
    background: var(--_accent-soft);
  }
  button[aria-pressed='true'] {
    color: var(--_accent);
    background: var(--_accent-soft);
    border-color: var(--_accent);
  }
  button[aria-disabled='true'] {
    opacity: 0.45;
    cursor: default;
  }
  svg {
    flex: none;
  }
  .toolbar {
    position: sticky;
    inset-block-start: 0;
    z-index: 3;
    display: flex;
    flex-wrap: wrap;
    gap: 2px;
    padding: 5px;
    border-block-end: 1px solid var(--_line);
    border-radius: var(--_radius) var(--_radius) 0 0;
    background: var(--_surface);
  }
  .toolbar select {
    padding-inline: 6px;
    max-inline-size: 150px;
  }
  .toolbar select:hover {
    background: var(--_accent-soft);
  }
  option {
    color: var(--_ink);
    background: var(--_raised);
  }
  .gap {
    flex: 1;
  }
  .preheader {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 10px;
    padding: 4px 14px;
    border-block-end: 1px solid var(--_line);
  }
  .preheader label {
    color: var(--_ink-2);
    font-size: 14px;
  }
  .preheader input {
    flex: 1 1 200px;
    min-inline-size: 0;
    padding: 4px 8px;
  }
  .preheader input:focus {
    border-color: var(--_edge);
  }
  ::placeholder {
    color: var(--_ink-2);
    opacity: 1;
  }
  /* The ground of the mail, which has its own colours, and scrolls when it is tall. */
  [part='page'] {
    overflow: auto;
    max-block-size: var(--_height);
    border-radius: 0 0 var(--_radius) var(--_radius);
    color-scheme: light;
  }
  /* Seen also where the end of a long message is not. */
  .said:not(:empty) {
    position: sticky;
    inset-block-end: 0;
    z-index: 2;
    padding: 6px 14px;
    border-block-start: 1px solid var(--_line);
    border-radius: 0 0 var(--_radius) var(--_radius);
    background: var(--_surface);
    color: var(--_ink-2);
    font-size: 14px;
  }
  .trouble {
    margin: 0;
    padding: 12px 14px;
    font-size: 14px;
    background: var(--_accent-soft);
  }
  @container (max-width: 560px) {
    .toolbar .text {
      display: none;
    }
  }
  @media (pointer: coarse) {
    button,
    select,
    input {
      min-block-size: 44px;
      min-inline-size: 44px;
    }
    select,
    input {
      /* A smaller one makes a telephone zoom in. */
      font-size: 16px;
    }
  }
  @media (forced-colors: active) {
    button[aria-pressed='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`
