import { css } from 'lit'

export const templatesStyles = css`
  .tools {
    grid-template-columns: minmax(0, 420px);
  }
  .cards {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 240px), 1fr));
    gap: 16px;
  }
  .card {
    display: grid;
    grid: auto 1fr / 100%;
    overflow: hidden;
  }
  .picture {
    display: block;
    padding: 0;
    border: 0;
    border-block-end: 1px solid var(--_line);
    border-radius: 0;
  }
  .picture:hover {
    opacity: 0.86;
  }
  .picture:focus-visible {
    outline-offset: -3px;
  }
  .about {
    display: grid;
    grid: none / 100%;
    gap: 2px;
    align-content: start;
    padding: 10px 8px 12px 14px;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 4px;
  }
  .about h2 {
    font-size: 15px;
  }
  .more {
    display: flex;
    justify-content: center;
  }
  @media (forced-colors: active) {
    .card {
      border: 1px solid CanvasText;
    }
  }
`
