import { css } from 'lit'

/** Lists, forms, the bubble at the selection, and what stands beside a block. */
export const floatingStyles = css`
  .pop {
    position: absolute;
    z-index: 4;
    max-inline-size: calc(100% - 16px);
    padding: 6px;
    border: 1px solid var(--_line);
    border-radius: 10px;
    background: var(--_raised);
    box-shadow: var(--_shadow);
  }
  [role='listbox'] {
    display: grid;
    min-inline-size: 190px;
    max-block-size: min(440px, 100vh - 32px);
    overflow: auto;
    border-radius: 6px;
  }
  [role='option'] {
    padding: 7px 12px;
    border-radius: 6px;
    cursor: pointer;
  }
  [role='option'][aria-selected='true'] {
    color: var(--_accent);
    background: var(--_accent-soft);
  }
  [role='option'][aria-disabled='true'] {
    opacity: 0.45;
    cursor: default;
  }
  .bubble {
    display: flex;
    gap: 2px;
    padding: 3px;
  }
  .cut {
    max-inline-size: 230px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .form {
    inline-size: 340px;
    padding: 14px;
  }
  form {
    display: grid;
    gap: 10px;
  }
  .field-row {
    display: grid;
    gap: 3px;
    font-size: 14px;
  }
  .field-row :is(input, select) {
    inline-size: 100%;
    min-inline-size: 0;
    padding: 5px 9px;
    font-size: 15px;
    border-color: var(--_edge);
    background: var(--_surface);
  }
  .field-row [aria-invalid='true'] {
    border-color: var(--_danger);
  }
  /* The whole of it is the field, which browsers draw in their own language. */
  .file {
    position: relative;
    display: flex;
    align-items: center;
    justify-content: center;
    min-block-size: 44px;
    border: 1px dashed var(--_edge);
    border-radius: 8px;
    color: var(--_accent);
  }
  .file:hover {
    background: var(--_accent-soft);
  }
  .file:focus-within {
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
  }
  .file input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    min-block-size: 0;
    opacity: 0;
    cursor: pointer;
  }
  .wrong {
    color: var(--_danger);
    font-size: 13px;
  }
  .pair {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 10px;
  }
  .check {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 36px;
  }
  .check input {
    inline-size: 18px;
    min-block-size: 18px;
    accent-color: var(--_accent);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 6px;
  }
  .quiet {
    color: var(--_accent);
  }
  .primary {
    padding-inline: 16px;
    color: var(--_on-accent);
    background: var(--_accent);
  }
  .primary:hover {
    background: color-mix(in oklab, var(--_accent) 88%, var(--_ink));
  }
  .side {
    position: absolute;
    z-index: 2;
    display: flex;
  }
  .side button {
    inline-size: 26px;
    min-block-size: 28px;
    padding: 0;
    color: var(--_page-muted);
  }
  .side button:hover {
    background: var(--_page-line);
  }
  .grip {
    cursor: grab;
  }
  @container (max-width: 720px) {
    .side {
      display: none;
    }
  }
  @media (pointer: coarse) {
    .field-row :is(input, select) {
      font-size: 16px;
    }
    [role='option'] {
      padding-block: 11px;
    }
  }
  @media (forced-colors: active) {
    [role='option'][aria-selected='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`
