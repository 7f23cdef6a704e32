import type { PageSettings } from '../page/page-settings.ts'
import { type PageLanguage, pageWords } from './words.ts'

export interface PageHtml {
  language: PageLanguage
  theme: 'light' | 'dark' | 'auto'
  settings: PageSettings
  /** The address of a file, relative to the page. */
  addressOf(file: 'elements.js' | 'page.js' | 'page.css' | 'icon.svg'): string
}

/**
 * The page around the elements. What it may show besides lies in it as templates, so that its script has no words and
 * makes no markup.
 */
export function pageHtml({ language, theme, settings, addressOf }: PageHtml): string {
  const words = pageWords[language]
  const address = (file: Parameters<typeof addressOf>[0]) => escapeHtml(addressOf(file))
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${theme === 'auto' ? 'light dark' : theme}">
<meta name="robots" content="noindex">
<title>${words.title}</title>
<link rel="icon" href="${address('icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${address('page.css')}">
<link rel="modulepreload" href="${address('elements.js')}" id="elements">
<script type="module" src="${address('page.js')}"></script>
</head>
<body data-settings="${escapeHtml(JSON.stringify(settings))}">
<main><noscript><p>${words.noScript}</p></noscript></main>
<template id="desk">
<sillage-provider>
<campaign-manager sections="campaigns templates contacts suppressions webhooks settings" hash></campaign-manager>
<campaign-toasts></campaign-toasts>
</sillage-provider>
</template>
<template id="sign-in">
<section class="card">
<h1>${words.signIn}</h1>
<p>${words.signInText}</p>
<button type="button">${words.again}</button>
</section>
</template>
<template id="ask-key">
<form class="card">
<h1>${words.keyTitle}</h1>
<p>${words.keyText}</p>
<label>${words.key} <input type="password" name="key" required autocomplete="current-password" aria-describedby="problem"></label>
<p role="alert" id="problem" data-refused="${words.wrongKey}" data-trouble="${words.trouble}"></p>
<button>${words.open}</button>
</form>
</template>
</body>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
