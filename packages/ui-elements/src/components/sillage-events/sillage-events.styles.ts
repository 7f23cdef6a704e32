import { css } from 'lit'

export const eventsStyles = css`
  dialog {
    inline-size: min(640px, 100vw - 32px);
  }
  .body {
    padding: 16px 22px 22px;
    display: grid;
    gap: 14px;
  }
  ol {
    display: grid;
    gap: 0;
  }
  li {
    position: relative;
    padding: 0 0 16px 24px;
    padding-inline: 24px 0;
    overflow-wrap: anywhere;
  }
  li::before {
    content: '';
    position: absolute;
    inset-block: 8px -8px;
    inset-inline-start: 5px;
    inline-size: 2px;
    background: var(--_line-2);
  }
  li:last-child::before {
    display: none;
  }
  li::after {
    content: '';
    position: absolute;
    inset-block-start: 5px;
    inset-inline-start: 0;
    inline-size: 12px;
    block-size: 12px;
    border-radius: 50%;
    background: var(--_wake-2);
    border: 2px solid var(--_raised);
  }
  li.click::after {
    background: var(--_wake-3);
  }
  li.machine::after {
    background: var(--_line-2);
  }
  li.bounce::after,
  li.complaint::after {
    background: var(--_danger);
  }
  .what {
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
    align-items: baseline;
  }
  b {
    font-weight: 600;
  }
`
