import { type Html, html } from './html.ts'
import type { Language } from './language.ts'
import { words } from './words.ts'

export interface Shell {
  lang: Language
  title: string
  current: 'campaigns' | 'receipts' | 'inbox' | 'shop'
  /** This page's own path, for the language switch. */
  path: string
  body: Html
  /** Script of `/assets/`, without its ending. */
  script?: 'manager' | 'inbox'
  note?: string
}

/**
 * What every page of the demo has around its content: the four places, the language switch, and a note for visitors.
 */
export function shell({ lang, title, current, path, body, script, note }: Shell): string {
  const text = words[lang]
  const places = [
    { id: 'campaigns', label: text.campaigns, href: `/?lang=${lang}` },
    { id: 'receipts', label: text.receipts, href: `/receipts?lang=${lang}` },
    { id: 'inbox', label: text.inbox, href: `/inbox?lang=${lang}` },
    { id: 'shop', label: text.shop, href: `/shop?lang=${lang}` },
  ]
  const languages = [
    { id: 'fr', label: 'Français', short: 'FR' },
    { id: 'en', label: 'English', short: 'EN' },
  ]
  return html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Sillage</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/page.css">
${script !== undefined && html`<script type="module" src="/assets/${script}.js"></script>`}
</head>
<body>
<a class="skip" href="#content">${text.skip}</a>
<header class="top">
<a class="brand" href="/?lang=${lang}"><svg viewBox="0 0 32 20" width="32" height="20" aria-hidden="true"><path d="M24 8.6C16 7.6 9 5 2 1M24 11.4C16 12.4 9 15 2 19" class="w2"/><path d="M19 10C13 10 9 8.6 5 6.4M19 10c-6 0-10 1.4-14 3.6" class="w3"/><circle cx="27.5" cy="10" r="1.6" class="w1"/></svg>Sillage</a>
<nav class="places">${places.map(({ id, label, href }) => html`<a href="${href}"${id === current && html` aria-current="page"`}>${label}</a>`)}</nav>
<div class="languages" role="group" aria-label="${text.language}">${languages.map(({ id, label, short }) => html`<a href="${path}?lang=${id}" lang="${id}" hreflang="${id}" title="${label}"${id === lang && html` aria-current="true"`}>${short}</a>`)}</div>
</header>
<main id="content" tabindex="-1">
<noscript><p class="notice">${text.noScript}</p></noscript>
${body}
</main>
<footer class="bottom">${note !== undefined && html`<p>${note}</p>`}<p>${text.demoNote}</p><p>${text.privacy}</p></footer>
</body>
</html>`.text
}
