import { css } from 'lit'

export const timelineStyles = css`
  /* As narrow as its place, also where a wider chart was drawn before. */
  .base {
    display: grid;
    grid: none / minmax(0, 1fr);
    gap: 10px;
  }
  h3 {
    flex: 1 0 auto;
  }
  .legend {
    display: flex;
    gap: 4px 16px;
    flex-wrap: wrap;
  }
  .legend span::before {
    content: '';
    display: inline-block;
    inline-size: 12px;
    block-size: 4px;
    border-radius: 2px;
    margin-inline-end: 6px;
    vertical-align: middle;
    background: var(--_wake-2);
    forced-color-adjust: none;
  }
  .legend .clicks::before {
    background: var(--_wake-3);
  }
  .chart {
    block-size: 220px;
    inline-size: 100%;
    position: relative;
    direction: ltr;
  }
  .probe {
    position: absolute;
    visibility: hidden;
  }
  .opens-ink {
    color: var(--_wake-2);
  }
  .clicks-ink {
    color: var(--_wake-3);
  }
  .axis-ink {
    color: var(--_ink-2);
  }
  .grid-ink {
    color: var(--_line);
  }
  .rows {
    overflow: auto;
    max-block-size: 260px;
  }
  table {
    border-collapse: collapse;
    inline-size: 100%;
    font-size: 14px;
  }
  th,
  td {
    padding: 7px 12px;
    text-align: end;
    border-block-end: 1px solid var(--_line);
  }
  th:first-child {
    text-align: start;
    font-weight: 480;
  }
  thead th {
    font-size: 12.5px;
    color: var(--_ink-2);
    font-weight: 560;
    position: sticky;
    inset-block-start: 0;
    background: var(--_surface);
  }
  .u-wrap {
    position: relative;
    user-select: none;
  }
  .u-over,
  .u-under,
  .u-axis {
    position: absolute;
  }
  .u-over,
  .u-under {
    overflow: hidden;
  }
  .uplot canvas {
    display: block;
    position: relative;
    width: 100%;
    height: 100%;
  }
  .u-cursor-x,
  .u-cursor-y {
    position: absolute;
    left: 0;
    top: 0;
    pointer-events: none;
    will-change: transform;
  }
  .u-cursor-x {
    height: 100%;
    border-right: 1px dashed var(--_ink-3);
  }
  .u-cursor-pt {
    position: absolute;
    left: 0;
    top: 0;
    border-radius: 50%;
    pointer-events: none;
    will-change: transform;
  }
  .u-off {
    display: none;
  }
  @media (forced-colors: active) {
    .opens-ink {
      color: LinkText;
    }
    .clicks-ink {
      color: Highlight;
    }
    .legend span::before {
      background: LinkText;
    }
    .legend .clicks::before {
      background: Highlight;
    }
  }
`
