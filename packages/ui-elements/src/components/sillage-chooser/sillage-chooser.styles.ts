import { css } from 'lit'

export const chooserStyles = css`
  dialog {
    inline-size: min(860px, 100vw - 32px);
    block-size: min(860px, 100dvb - 32px);
  }
  .body {
    display: grid;
    grid: none / 100%;
    align-content: start;
    gap: 14px;
    padding: 16px 22px;
  }
  .tabs {
    justify-self: start;
  }
  .body .tools {
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 190px), 1fr));
  }
  sillage-table {
    --_card: 78px;
  }
  .wide {
    grid-column: 1 / -1;
  }
  .bar {
    min-block-size: 40px;
  }
  .part {
    padding: 14px 16px;
  }
  .parts > li {
    padding: 8px 14px;
    border-block-start: 1px solid var(--_line);
  }
  .parts > li:first-child {
    border: 0;
  }
  .parts:empty {
    display: none;
  }
  .file {
    padding: 16px;
  }
  .blank {
    padding: 22px;
    text-align: center;
  }
  .warn {
    color: var(--_warn);
  }
  textarea {
    font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
    white-space: pre;
    overflow-x: auto;
  }
  .foot > .grow {
    flex: 1 1 200px;
  }
  @media (max-width: 720px) {
    .body {
      padding-inline: 16px;
    }
  }
`
