import { css } from 'lit'

export const managerStyles = css`
  .base {
    display: grid;
    gap: 20px;
  }
  nav {
    display: flex;
    gap: 4px;
    overflow-x: auto;
    border-block-end: 1px solid var(--_line);
  }
  nav button {
    flex: none;
    min-block-size: 44px;
    border: 0;
    border-block-end: 3px solid transparent;
    border-radius: 0;
    background: transparent;
    color: var(--_ink-2);
  }
  nav button:hover {
    color: var(--_ink);
  }
  nav button[aria-current] {
    color: var(--_ink);
    border-block-end-color: var(--_accent);
  }
  nav button:focus-visible {
    outline-offset: -3px;
  }
  /* There a transparent line is drawn too. */
  @media (forced-colors: active) {
    nav button:not([aria-current]) {
      border-block-end-color: Canvas;
    }
  }
  .title {
    flex: 1 1 auto;
  }
`
