import { css } from 'lit'

export const managerStyles = css`
  .base {
    display: grid;
    gap: 20px;
  }
  .title {
    flex: 1 1 auto;
  }
`
