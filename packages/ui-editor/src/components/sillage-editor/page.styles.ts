import { css } from 'lit'

/** The message as it will look: the sizes are those of the mail that is made of it. */
export const pageStyles = css`
  .page {
    min-block-size: 300px;
    padding: 24px 60px;
    background: var(--_page-ground);
  }
  .message {
    position: relative;
    max-inline-size: var(--_page-width);
    margin-inline: auto;
    padding: 32px 32px 0;
    border-radius: var(--_page-radius) var(--_page-radius) 0 0;
    color: var(--_page-text);
    background: var(--_page-surface);
    font: 16px/26px var(--_page-font);
    white-space: pre-wrap;
    white-space: break-spaces;
    overflow-wrap: anywhere;
    font-variant-ligatures: none;
    -webkit-user-select: text;
    user-select: text;
    outline: none;
  }
  .message[aria-disabled] {
    opacity: 0.6;
  }
  .message:focus-visible {
    outline: none;
  }
  .message :is(p, ul, ol, blockquote, h1, h2, h3) {
    margin: 0 0 20px;
  }
  .message :is(h1, h2, h3) {
    margin-block-end: 12px;
    font-family: var(--_page-heading);
    font-weight: 700;
  }
  .message h1 {
    font-size: 28px;
    line-height: 36px;
  }
  .message h2 {
    font-size: 22px;
    line-height: 30px;
  }
  .message h3 {
    font-size: 18px;
    line-height: 26px;
  }
  .message a {
    color: var(--_page-link);
    text-decoration: underline;
  }
  .message :is(ul, ol) {
    padding-inline-start: 24px;
  }
  .message li > :is(p, ul, ol) {
    margin-block-end: 6px;
  }
  .message blockquote {
    padding: 4px 0 4px 16px;
    border-inline-start: 3px solid var(--_page-line);
  }
  .message blockquote > :last-child {
    margin-block-end: 0;
  }
  .message img {
    display: block;
    max-inline-size: 100%;
    block-size: auto;
    margin: 0 auto 20px;
  }
  .message [data-align='left'] {
    margin-inline: 0 auto;
  }
  .message [data-align='right'] {
    margin-inline: auto 0;
  }
  .no-image {
    padding: 28px;
    margin-block-end: 20px;
    border: 2px dashed var(--_page-muted);
    border-radius: var(--_page-radius);
    text-align: center;
    color: var(--_page-muted);
  }
  .message hr {
    /* Higher than it is drawn, so that it can be pressed. */
    margin: -8px 0 16px;
    padding-block: 8px;
    border: 0;
    background: linear-gradient(var(--_page-line), var(--_page-line)) center / 100% 1px no-repeat;
  }
  .message [data-button] {
    margin-block-end: 24px;
  }
  .message [data-button] > span {
    display: inline-block;
    min-inline-size: 72px;
    min-block-size: 48px;
    padding: 12px 28px;
    border-radius: var(--_page-radius);
    color: var(--_page-button-text);
    background: var(--_page-button);
    font-weight: 700;
    line-height: 24px;
  }
  .message [data-button=''] > span {
    outline: 2px dashed var(--_page-muted);
    outline-offset: 3px;
  }
  .message [data-columns] {
    display: grid;
    grid-auto-columns: minmax(0, 1fr);
    grid-auto-flow: column;
    gap: 24px;
  }
  .message [data-columns='1-2'] {
    grid-template-columns: 1fr 2fr;
  }
  .message [data-columns='2-1'] {
    grid-template-columns: 2fr 1fr;
  }
  .message [data-column] {
    min-inline-size: 0;
    outline: 1px dashed transparent;
    outline-offset: 6px;
  }
  .message.ProseMirror-focused [data-column] {
    outline-color: var(--_page-line);
  }
  .message footer {
    display: flow-root;
    margin: 12px -32px 0;
    padding: 20px 32px 0;
    background: var(--_page-ground);
    color: var(--_page-muted);
    font-size: 13px;
    line-height: 20px;
    text-align: center;
  }
  .message footer p {
    margin-block-end: 6px;
  }
  .under {
    max-inline-size: var(--_page-width);
    margin-inline: auto;
    text-align: center;
    color: var(--_page-muted);
    font: 13px/20px var(--_page-font);
  }
  .under span {
    text-decoration: underline;
  }
  .waiting {
    display: inline-block;
    inline-size: 14px;
    block-size: 14px;
    border: 2px solid currentColor;
    border-inline-start-color: transparent;
    border-radius: 50%;
    animation: turn 0.8s linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  .hint {
    position: relative;
  }
  .hint::before {
    content: attr(data-hint);
    position: absolute;
    inset-inline: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--_page-muted);
    pointer-events: none;
  }
  .ProseMirror-gapcursor {
    display: none;
    position: absolute;
    pointer-events: none;
  }
  .ProseMirror-gapcursor::after {
    content: '';
    display: block;
    inline-size: 28px;
    border-block-start: 1px solid var(--_page-text);
  }
  .ProseMirror-focused .ProseMirror-gapcursor {
    display: block;
  }
  .drop-cursor {
    background: var(--_page-link);
  }
  iframe {
    display: block;
    inline-size: 100%;
    block-size: 60vh;
    border: 0;
    background: #fff;
  }
  @container (max-width: 720px) {
    .page {
      padding: 12px;
    }
  }
  @container (max-width: 560px) {
    .message {
      padding: 20px 18px 0;
    }
    .message footer {
      margin-inline: -18px;
      padding-inline: 18px;
    }
    .message [data-columns] {
      grid-template-columns: none;
      grid-auto-flow: row;
      gap: 0;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .waiting {
      animation: none;
    }
  }
`
