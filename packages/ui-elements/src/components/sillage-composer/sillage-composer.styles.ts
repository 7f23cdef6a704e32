import { css } from 'lit'

export const composerStyles = css`
  .compose {
    display: grid;
    grid-template-columns: minmax(0, 1.05fr) minmax(0, 0.95fr);
    min-block-size: 100%;
  }
  [hidden] {
    display: none !important;
  }
  .left {
    padding: 20px 22px;
    display: grid;
    gap: 18px;
    align-content: start;
  }
  .right {
    border-inline-start: 1px solid var(--_line);
    background: var(--_bg);
    padding: 18px;
  }
  .right > * {
    position: sticky;
    inset-block-start: 18px;
  }
  .fields {
    inline-size: auto;
    min-block-size: 30px;
    padding: 2px 8px;
    font-size: 13px;
    color: var(--_accent);
    border-color: transparent;
    background: var(--_accent-soft);
  }
  .two {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 200px), 1fr));
    gap: 14px;
  }
  .long {
    color: var(--_warn);
  }
  .good {
    color: var(--_ok);
  }
  .findings {
    display: grid;
    gap: 6px;
    font-size: 13px;
  }
  .findings > li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 10px;
    padding: 6px 10px;
    border-inline-start: 3px solid var(--_line-2);
    background: var(--_bg);
  }
  .findings > .warning {
    border-color: var(--_warn);
  }
  .findings > .error {
    border-color: var(--_danger);
    color: inherit;
  }
  .findings .grow {
    flex: 1 1 200px;
  }
  .files > li {
    padding-block: 4px;
  }
  input[type='time'] {
    inline-size: 130px;
  }
  .code {
    font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
    tab-size: 2;
  }
  .message {
    min-block-size: 190px;
  }
  .pair {
    display: flex;
    flex-wrap: wrap;
    gap: 18px 24px;
    align-items: start;
  }
  .delay {
    inline-size: 170px;
  }
  .unit {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: center;
    gap: 8px;
  }
  .checks {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
  }
  legend {
    padding: 0;
    margin-block-end: 5px;
  }
  .advanced > :not(summary) {
    margin-block-start: 14px;
  }
  summary {
    cursor: pointer;
  }
  .three {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
    gap: 8px 12px;
  }
  slot[name='editor'] {
    display: grid;
    gap: 5px;
  }
  .people {
    padding: 10px 14px;
    display: grid;
    gap: 2px;
  }
  .refused {
    border-color: var(--_danger);
  }
  .flat {
    border-radius: 0;
  }
  .unkept {
    color: var(--_warn);
  }
  .conflict {
    display: grid;
    gap: 8px;
  }
  .kept {
    display: flex;
    align-items: center;
    gap: 4px 12px;
    flex-wrap: wrap;
  }
  @media (max-width: 820px) {
    .compose {
      grid-template-columns: minmax(0, 1fr);
    }
    .left {
      padding: 16px;
    }
    .right {
      border: 0;
      border-block-start: 1px solid var(--_line);
      padding: 16px;
    }
    .foot .primary {
      flex: 1 1 100%;
      order: -1;
    }
    .foot .grow {
      display: none;
    }
    .foot button {
      flex: 1;
    }
  }
  @media (pointer: coarse) {
    .fields {
      min-block-size: 40px;
    }
  }
`
