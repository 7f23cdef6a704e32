import { css } from 'lit'

export const messagesStyles = css`
  :host {
    container-type: inline-size;
  }
  .base {
    display: grid;
    grid: none / 100%;
    gap: 12px;
  }
  .tools input {
    inline-size: min(260px, 100%);
  }
  .tools select {
    inline-size: auto;
    max-inline-size: 100%;
  }
  @container (max-width: 640px) {
    .tools input,
    .tools select {
      inline-size: 100%;
    }
  }
`
