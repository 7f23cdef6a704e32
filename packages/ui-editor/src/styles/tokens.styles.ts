import { css } from 'lit'

/**
 * The frame takes the colours of the elements around it: the same custom properties as in `@sillage/ui-elements`, with
 * the same defaults. The page in it has those of the brand.
 */
export const tokens = css`
  :host {
    --_font: var(--sillage-font, ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif);
    --_bg: var(--sillage-bg, light-dark(#f4f7f8, #0c161d));
    --_surface: var(--sillage-surface, light-dark(#ffffff, #13212a));
    --_raised: var(--sillage-raised, light-dark(#ffffff, #182933));
    --_ink: var(--sillage-ink, light-dark(#10222e, #e9f1f4));
    --_ink-2: var(--sillage-ink-2, light-dark(#4a5d69, #a9bac3));
    --_line: var(--sillage-line, light-dark(#dde5e9, #24363f));
    --_edge: var(--sillage-edge, light-dark(#7c8d97, #6f8794));
    --_accent: var(--sillage-accent, light-dark(#0b6b7a, #58c3d0));
    --_on-accent: var(--sillage-on-accent, light-dark(#ffffff, #062027));
    --_accent-soft: var(--sillage-accent-soft, light-dark(#e3f1f3, #17343c));
    --_danger: var(--sillage-danger, light-dark(#b3361f, #ff8f78));
    --_radius: var(--sillage-radius, 10px);
    --_shadow: var(
      --sillage-shadow,
      0 1px 2px light-dark(rgb(16 34 46 / 5%), transparent),
      0 12px 40px -12px light-dark(rgb(16 34 46 / 28%), rgb(0 0 0 / 70%))
    );
    --_height: var(--sillage-editor-height, 70vh);
    display: block;
    color: var(--_ink);
    font: 15px/1.5 var(--_font);
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
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
  }
`
