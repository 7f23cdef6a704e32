import { css } from 'lit'

/** A status as a word, with a dot so that colour is not its only sign. */
export const pill = css`
  .pill {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    max-inline-size: 100%;
    font-size: 12.5px;
    font-weight: 580;
    line-height: 1.5;
    padding: 2px 9px;
    border-radius: 99px;
    background: var(--_accent-soft);
    color: var(--_accent);
    white-space: nowrap;
    border: 1px solid transparent;
  }
  .pill::before {
    content: '';
    flex: none;
    inline-size: 6px;
    block-size: 6px;
    border-radius: 50%;
    background: currentColor;
  }
  .pill.ok {
    background: var(--_ok-soft);
    color: var(--_ok);
  }
  .pill.bad {
    background: var(--_danger-soft);
    color: var(--_danger);
  }
  .pill.warn {
    background: var(--_warn-soft);
    color: var(--_warn);
  }
  .pill.off {
    background: var(--_bg);
    color: var(--_ink-2);
    border-color: var(--_line);
  }
`
