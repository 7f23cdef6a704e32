import { css } from 'lit'

/**
 * The public tokens are custom properties a page may set on any element above (`--sillage-accent`, …); each element
 * reads them once into a private one with the default value. `light-dark()` follows the page's `color-scheme`.
 * What is inherited is `!important`: a page's rules for `*` match the element, and would reach all that is in it.
 */
export const tokens = css`
  :host {
    --_font: var(--sillage-font, ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif);
    --_bg: var(--sillage-bg, light-dark(#f4f7f8, #0c161d));
    --_surface: var(--sillage-surface, light-dark(#ffffff, #13212a));
    --_raised: var(--sillage-raised, light-dark(#ffffff, #182933));
    --_ink: var(--sillage-ink, light-dark(#10222e, #e9f1f4));
    --_ink-2: var(--sillage-ink-2, light-dark(#4a5d69, #a9bac3));
    --_ink-3: var(--sillage-ink-3, light-dark(#5c6d78, #8fa3ae));
    --_line: var(--sillage-line, light-dark(#dde5e9, #24363f));
    --_line-2: var(--sillage-line-2, light-dark(#c5d1d7, #365060));
    --_edge: var(--sillage-edge, light-dark(#7c8d97, #6f8794));
    --_wake-1: var(--sillage-wake-1, light-dark(#bfdde3, #24505b));
    --_wake-2: var(--sillage-wake-2, light-dark(#5fb3bf, #2f8a98));
    --_wake-3: var(--sillage-wake-3, light-dark(#0b6b7a, #7fd6e0));
    --_accent: var(--sillage-accent, light-dark(#0b6b7a, #58c3d0));
    --_on-accent: var(--sillage-on-accent, light-dark(#ffffff, #062027));
    --_accent-soft: var(--sillage-accent-soft, light-dark(#e3f1f3, #17343c));
    --_danger: var(--sillage-danger, light-dark(#b3361f, #ff8f78));
    --_danger-soft: var(--sillage-danger-soft, light-dark(#fbeae6, #3a1f1b));
    --_warn: var(--sillage-warn, light-dark(#855600, #f0bd5b));
    --_warn-soft: var(--sillage-warn-soft, light-dark(#fdf1da, #33290f));
    --_ok: var(--sillage-ok, light-dark(#1f6f43, #6fd09a));
    --_ok-soft: var(--sillage-ok-soft, light-dark(#e4f3ea, #14301f));
    --_radius: var(--sillage-radius, 10px);
    --_gap: var(--sillage-gap, 16px);
    --_shadow: var(
      --sillage-shadow,
      0 1px 2px light-dark(rgb(16 34 46 / 5%), transparent),
      0 12px 40px -12px light-dark(rgb(16 34 46 / 28%), rgb(0 0 0 / 70%))
    );
    display: block;
    color: var(--_ink) !important;
    font: 15px/1.5 var(--_font) !important;
    letter-spacing: normal !important;
    word-spacing: normal !important;
    text-align: start !important;
    text-indent: 0 !important;
    text-shadow: none !important;
    text-transform: none !important;
    white-space: normal !important;
    cursor: auto !important;
    -webkit-font-smoothing: antialiased;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h1 {
    font-size: 26px;
    line-height: 1.25;
    letter-spacing: -0.015em;
    font-weight: 650;
  }
  h2 {
    font-size: 18px;
    line-height: 1.3;
    letter-spacing: -0.01em;
    font-weight: 620;
  }
  h3 {
    font-size: 15px;
    font-weight: 600;
  }
  .num {
    font-variant-numeric: tabular-nums;
  }
  .muted {
    color: var(--_ink-2);
  }
  .small {
    font-size: 13px;
  }
  .tiny {
    font-size: 12px;
    color: var(--_ink-3);
  }
  .row {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 8px 12px;
  }
  .grow {
    flex: 1;
    min-inline-size: 0;
  }
  .panel {
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  .cut {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .wrap {
    overflow-wrap: anywhere;
  }
  .visually-hidden:not(:focus-within) {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation-duration: 0.01ms !important;
      animation-iteration-count: 1 !important;
      transition-property: none !important;
      scroll-behavior: auto !important;
    }
  }
`
