import { css } from 'lit'

/** Buttons, fields and the messages beside them. */
export const controls = css`
  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-block-size: 38px;
    font: inherit;
    font-weight: 560;
    line-height: 1.3;
    text-decoration: none;
    color: inherit;
    background: var(--_surface);
    border: 1px solid var(--_line-2);
    border-radius: 8px;
    padding: 7px 14px;
    cursor: pointer;
    transition:
      background-color 0.12s,
      border-color 0.12s;
  }
  button:hover,
  .button:hover {
    border-color: var(--_edge);
  }
  button:disabled,
  button[aria-disabled='true'] {
    opacity: 0.55;
    cursor: default;
  }
  .primary {
    background: var(--_accent);
    border-color: var(--_accent);
    color: var(--_on-accent);
  }
  .primary:hover {
    border-color: var(--_accent);
    background: color-mix(in oklab, var(--_accent) 88%, var(--_ink));
  }
  .quiet {
    border-color: transparent;
    background: transparent;
    color: var(--_accent);
  }
  .quiet:hover {
    border-color: transparent;
    background: var(--_accent-soft);
  }
  .danger {
    background: var(--_danger);
    border-color: var(--_danger);
    color: var(--_surface);
  }
  .compact {
    min-block-size: 30px;
    padding: 3px 10px;
    font-size: 13.5px;
  }
  .icon {
    inline-size: 38px;
    padding: 0;
    font-size: 16px;
  }
  .icon.compact {
    inline-size: 32px;
    min-block-size: 32px;
  }
  .field {
    display: grid;
    gap: 5px;
    min-inline-size: 0;
  }
  .field > label,
  .label {
    font-weight: 560;
    font-size: 14px;
  }
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
    background: var(--_surface);
    border: 1px solid var(--_edge);
    border-radius: 8px;
    padding: 7px 11px;
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: 38px;
  }
  textarea {
    resize: vertical;
    line-height: 1.45;
  }
  input[type='checkbox'],
  input[type='radio'] {
    inline-size: 18px;
    block-size: 18px;
    min-block-size: 0;
    padding: 0;
    margin: 0;
    flex: none;
    accent-color: var(--_accent);
  }
  ::placeholder {
    color: var(--_ink-3);
    opacity: 1;
  }
  [aria-invalid='true'] {
    border-color: var(--_danger);
    box-shadow: inset 0 0 0 1px var(--_danger);
  }
  .check {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    font-size: 14px;
    min-block-size: 28px;
    cursor: pointer;
  }
  .error {
    font-size: 13px;
    color: var(--_danger);
    overflow-wrap: anywhere;
  }
  .note {
    padding: 10px 14px;
    border-radius: 8px;
    font-size: 14px;
    background: var(--_accent-soft);
    overflow-wrap: anywhere;
  }
  .note.bad {
    background: var(--_danger-soft);
    color: var(--_danger);
  }
  .note.warn {
    background: var(--_warn-soft);
    color: var(--_warn);
  }
  .tabs {
    display: inline-flex;
    flex-wrap: wrap;
    padding: 3px;
    gap: 3px;
    border-radius: 10px;
    background: var(--_bg);
    border: 1px solid var(--_line);
  }
  .tabs button {
    min-block-size: 30px;
    padding: 3px 12px;
    font-size: 13.5px;
    border-color: transparent;
    background: transparent;
    border-radius: 7px;
    color: var(--_ink-2);
  }
  .tabs button[aria-pressed='true'] {
    background: var(--_surface);
    color: var(--_ink);
    border-color: var(--_line-2);
  }
  .busy::before,
  .spinner {
    content: '';
    display: inline-block;
    inline-size: 14px;
    block-size: 14px;
    flex: none;
    border: 2px solid currentColor;
    border-inline-start-color: transparent;
    border-radius: 50%;
    animation: sillage-turn 0.8s linear infinite;
  }
  @keyframes sillage-turn {
    to {
      rotate: 1turn;
    }
  }
  .empty {
    display: grid;
    justify-items: center;
    gap: 10px;
    padding: 48px 20px;
    text-align: center;
  }
  @media (pointer: coarse) {
    button.compact,
    .tabs button,
    .check {
      min-block-size: 40px;
    }
  }
  @media (forced-colors: active) {
    .tabs button[aria-pressed='true'],
    .primary {
      border-color: Highlight;
    }
  }
`
