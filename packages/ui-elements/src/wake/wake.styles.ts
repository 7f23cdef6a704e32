import { css } from 'lit'

/**
 * The wake: as wide as all recipients, light where sent, darker where opened, darkest where clicked, a red notch where
 * failed.
 */
export const wakeStyles = css`
  .wake {
    position: relative;
    block-size: var(--wake-size, 10px);
    border-radius: 99px;
    background: var(--_line);
    overflow: hidden;
  }
  .wake i {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    border-radius: inherit;
    transition: inline-size 0.4s ease-out;
  }
  .wake .sent {
    background: var(--_wake-1);
  }
  .wake .opened {
    background: var(--_wake-2);
  }
  .wake .clicked {
    background: var(--_wake-3);
  }
  .wake .failed {
    inset-inline: auto 0;
    border-radius: 0;
    background: var(--_danger);
    box-shadow: 0 0 0 2px var(--_surface);
  }
  /* While it grows its end glimmers; when it is done, that runs out over all of it once. */
  .wake .sent::after {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline-end: 0;
    inline-size: 100%;
    border-radius: inherit;
    background: linear-gradient(to right, transparent, var(--_wake-2));
    opacity: 0;
    transition:
      inline-size 0.18s ease-out,
      opacity 0.18s ease-in;
  }
  .wake.live .sent::after {
    inline-size: min(72px, 60%);
    opacity: 1;
    animation: sillage-wake 1.8s ease-in-out infinite alternate;
  }
  .wake:dir(rtl) .sent::after {
    background: linear-gradient(to left, transparent, var(--_wake-2));
  }
  /* Not its opacity: where an animation of that ends, no transition of it begins. */
  @keyframes sillage-wake {
    from {
      filter: opacity(0.35);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .wake.live .sent::after {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .wake {
      border: 1px solid CanvasText;
      forced-color-adjust: none;
      background: Canvas;
    }
    .wake .sent {
      background: GrayText;
    }
    .wake .opened {
      background: LinkText;
    }
    .wake .clicked {
      background: Highlight;
    }
    .wake .failed {
      background: repeating-linear-gradient(45deg, CanvasText 0 2px, Canvas 2px 4px);
    }
  }
`
