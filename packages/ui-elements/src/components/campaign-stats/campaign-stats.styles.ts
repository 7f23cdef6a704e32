import { css } from 'lit'

export const statsStyles = css`
  :host {
    container-type: inline-size;
  }
  .base {
    display: grid;
    gap: 18px;
  }
  .base > * {
    min-inline-size: 0;
  }
  sillage-timeline:not(:defined) {
    display: block;
    block-size: 310px;
  }
  .cards {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr));
    gap: 14px;
  }
  .card {
    display: flex;
    flex-direction: column;
    padding: 16px 18px 0;
    overflow: hidden;
  }
  h3.small {
    font-size: 13px;
    font-weight: 480;
  }
  .card .value {
    font-size: 34px;
    line-height: 1.1;
    font-weight: 640;
    letter-spacing: -0.025em;
    margin-block: 4px 2px;
    white-space: nowrap;
  }
  /* What it shows while it counts is drawn over it, so that its text always is the figure. */
  .count[data-shown] {
    position: relative;
    -webkit-text-fill-color: transparent;
  }
  .count[data-shown]::after {
    content: attr(data-shown) / '';
    position: absolute;
    inset-inline-start: 0;
    -webkit-text-fill-color: currentcolor;
  }
  /* A block, so that two numbers in a row do not become one run from left to right. */
  .part {
    display: inline-block;
    font-size: 15px;
    color: var(--_ink-2);
    font-weight: 520;
    margin-inline-start: 6px;
    letter-spacing: 0;
  }
  .spark {
    display: block;
    inline-size: calc(100% + 36px);
    margin: auto -18px 0;
    block-size: 44px;
    flex: none;
  }
  .spark:dir(rtl) {
    scale: -1 1;
  }
  .spark.opens {
    color: var(--_wake-2);
    opacity: 0.8;
  }
  .spark.clicks {
    color: var(--_wake-3);
    opacity: 0.85;
  }
  .rate {
    margin-block: auto 20px;
    padding-block-start: 14px;
  }
  .two {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr));
    gap: 14px;
  }
  .indicator {
    padding: 14px 18px;
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: 16px;
  }
  .indicator .value {
    white-space: nowrap;
    font-size: 22px;
    font-weight: 620;
    letter-spacing: -0.015em;
  }
  .others {
    display: flex;
    flex-wrap: wrap;
    flex: 1 1 16em;
    gap: 8px 26px;
  }
  .others > div {
    display: grid;
  }
  .others dd {
    font-size: 17px;
    font-weight: 600;
  }
  .ghost {
    block-size: 128px;
    border-radius: var(--_radius);
    background: var(--_line);
    opacity: 0.6;
  }
  @container (max-width: 860px) {
    .cards {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .card .value {
      font-size: 28px;
    }
  }
  @container (max-width: 560px) {
    .cards {
      gap: 10px;
    }
    .card,
    .indicator {
      padding-inline: 14px;
    }
    .spark {
      inline-size: calc(100% + 28px);
      margin-inline: -14px;
    }
    .card .value {
      font-size: 24px;
    }
    .part {
      font-size: 13px;
    }
  }
`
