import { css } from 'lit'

export const progressStyles = css`
  .base {
    display: grid;
    gap: 5px;
  }
  .held {
    color: var(--_warn);
  }
`
