import { css } from 'lit'

/**
 * Native dialogs that rise when they open: header and footer are fixed, the body scrolls. On a phone large ones fill
 * the screen, and small ones are a sheet at its lower edge.
 */
export const dialog = css`
  dialog {
    color: var(--_ink);
    background: var(--_raised);
    border: 1px solid var(--_line);
    border-radius: 14px;
    box-shadow: var(--_shadow);
    padding: 0;
    inline-size: min(1120px, 100vw - 32px);
    max-inline-size: none;
    max-block-size: calc(100dvb - 32px);
    overflow: hidden;
  }
  dialog[open] {
    display: flex;
    flex-direction: column;
  }
  dialog::backdrop {
    background: light-dark(rgb(16 34 46 / 38%), rgb(2 8 12 / 62%));
  }
  @media (prefers-reduced-motion: no-preference) {
    dialog[open] {
      animation: sillage-open 0.18s ease-out;
    }
    dialog[open]::backdrop {
      animation: sillage-dim 0.18s ease-out;
    }
  }
  @keyframes sillage-open {
    from {
      translate: 0 var(--_rise, 16px);
    }
  }
  @keyframes sillage-dim {
    from {
      opacity: 0;
    }
  }
  dialog > form,
  .frame {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    flex: 1;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 16px 22px;
    border-block-end: 1px solid var(--_line);
  }
  .head h2 {
    overflow-wrap: anywhere;
  }
  .scroll {
    overflow: auto;
    overscroll-behavior: contain;
    min-block-size: 0;
    flex: 1;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
    justify-content: flex-end;
    align-items: center;
    padding: 14px 22px;
    border-block-start: 1px solid var(--_line);
    background: var(--_bg);
  }
  .narrow .body {
    padding: 20px 22px;
    display: grid;
    gap: 10px;
    overflow-wrap: anywhere;
  }
  .narrow {
    inline-size: min(460px, 100vw - 32px);
  }
  @media (max-width: 720px) {
    dialog:not(.narrow) {
      inline-size: 100vw;
      block-size: 100dvb;
      max-block-size: none;
      border: 0;
      border-radius: 0;
      margin: 0;
    }
    dialog {
      --_rise: 64px;
    }
    dialog.narrow {
      inline-size: 100vw;
      margin-block-end: 0;
      border-inline: 0;
      border-block-end: 0;
      border-radius: 14px 14px 0 0;
    }
    .head,
    .foot {
      padding-inline: 16px;
    }
  }
  /* Of a window at 400 % head and foot would leave a few lines: there they scroll with the rest. */
  @media (max-height: 420px) {
    dialog > form,
    .frame {
      display: block;
      overflow: auto;
    }
    .scroll {
      overflow: visible;
    }
  }
`
