import { css } from 'lit'

export const resultsStyles = css`
  .body {
    padding: 20px 22px;
  }
  .head h2 {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow: hidden;
  }
  .line {
    padding: 0 22px 14px;
    border-block-end: 1px solid var(--_line);
  }
  .head.open {
    border-block-end: 0;
    padding-block-end: 10px;
  }
  @media (max-width: 720px) {
    .body {
      padding: 16px;
    }
    .line {
      padding-inline: 16px;
    }
  }
`
