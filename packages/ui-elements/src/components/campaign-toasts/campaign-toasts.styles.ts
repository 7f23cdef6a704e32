import { css } from 'lit'

export const toastsStyles = css`
  :host {
    box-sizing: border-box;
    position: fixed;
    inset: auto;
    inset-block-end: 0;
    inset-inline-end: 0;
    margin: 0;
    padding: 16px;
    border: 0;
    background: transparent;
    color: var(--_ink);
    inline-size: min(452px, 100vw);
    overflow: visible;
    pointer-events: none;
  }
  :host(:popover-open) {
    display: grid;
    gap: 10px;
  }
  :host(:not(:popover-open)) {
    display: none;
  }
  .toast {
    display: flex;
    gap: 12px;
    align-items: flex-start;
    padding: 12px 10px 12px 16px;
    background: var(--_raised);
    border: 1px solid var(--_line);
    border-inline-start: 4px solid var(--_ok);
    border-radius: 10px;
    box-shadow: var(--_shadow);
  }
  .toast button {
    pointer-events: auto;
  }
  .toast:last-child {
    animation: sillage-rise 0.22s ease-out;
  }
  .toast.bad {
    border-inline-start-color: var(--_danger);
  }
  b {
    font-weight: 600;
  }
  @keyframes sillage-rise {
    from {
      opacity: 0;
      translate: 0 8px;
    }
  }
`
