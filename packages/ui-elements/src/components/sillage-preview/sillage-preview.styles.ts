import { css } from 'lit'

export const previewStyles = css`
  .base {
    display: grid;
    gap: 10px;
  }
  .as {
    flex: 1 1 150px;
  }
  .mail {
    display: grid;
    border: 1px solid var(--_line-2);
    border-radius: 10px;
    overflow: hidden;
    background: var(--_surface);
    inline-size: 100%;
    margin-inline: auto;
    transition: max-inline-size 0.25s ease-out;
    max-inline-size: 1200px;
  }
  .mail.phone {
    max-inline-size: 375px;
    border-radius: 22px;
  }
  .top {
    padding: 10px 14px;
    border-block-end: 1px solid var(--_line);
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  iframe,
  pre,
  .blank {
    display: block;
    inline-size: 100%;
    block-size: clamp(300px, 100dvb - 310px, 1400px);
    margin: 0;
    border: 0;
  }
  iframe {
    background: #fff;
    color-scheme: light;
  }
  iframe.dark {
    background: #121212;
    color-scheme: dark;
  }
  pre {
    padding: 16px;
    overflow: auto;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  }
  .blank {
    display: grid;
    place-content: center;
    padding: 24px;
    text-align: center;
  }
  .warnings {
    display: grid;
    gap: 6px;
    color: var(--_warn);
    font-size: 13px;
  }
  .warnings li {
    display: flex;
    gap: 8px;
    overflow-wrap: anywhere;
  }
  .warnings li::before {
    content: '!';
    flex: none;
    display: grid;
    place-content: center;
    inline-size: 18px;
    block-size: 18px;
    border-radius: 50%;
    font-size: 12px;
    font-weight: 700;
    background: var(--_warn-soft);
  }
`
