import type { Language } from '../examples/demo/src/page/language.ts'

/** A page with nothing but elements, as small as it can be. */
export function elementPage(lang: Language, elements: string): string {
  return page(lang, 'body { margin: 0; padding: 24px }', provider(lang, elements))
}

const hostWords = {
  en: { nav: ['Customers', 'Quotes', 'Campaigns', 'Invoices'], title: 'Campaigns', now: 'Being sent', all: 'All' },
  fr: { nav: ['Clients', 'Devis', 'Campagnes', 'Factures'], title: 'Campagnes', now: 'Envoi en cours', all: 'Toutes' },
} as const

/** The app of somebody else, with its own type, colours and corners, and the elements in it. */
export function hostPage(lang: Language, campaignId: string): string {
  const { nav, title, now, all } = hostWords[lang]
  const places = nav.map((place) => `<a${place === title ? ' class="here"' : ''}>${place}</a>`).join('')
  return page(
    lang,
    hostStyles,
    `<nav><b>Meridian</b>${places}</nav><main><h1>${title}</h1>${provider(
      lang,
      `<h2>${now}</h2><div class="box"><campaign-progress campaign-id="${campaignId}"></campaign-progress></div>
      <h2>${all}</h2><campaign-list></campaign-list><campaign-toasts></campaign-toasts>`,
    )}</main>`,
  )
}

function provider(lang: Language, elements: string): string {
  return `<sillage-provider base-url="/sillage" names="${lang}">${elements}</sillage-provider>`
}

function page(lang: Language, styles: string, body: string): string {
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<style>:root { color-scheme: light dark; background: light-dark(#f4f7f8, #0c161d) } ${styles}</style>
<script type="module" src="/assets/manager.js"></script></head><body>${body}</body></html>`
}

const hostStyles = `
:root {
  --sillage-font: Georgia, 'DejaVu Serif', serif;
  --sillage-bg: light-dark(#faf7f2, #1a1620);
  --sillage-surface: light-dark(#fffdf9, #231d2b);
  --sillage-raised: var(--sillage-surface);
  --sillage-line: light-dark(#e8dfd2, #3a3045);
  --sillage-accent: light-dark(#6a2c70, #dfa6e6);
  --sillage-on-accent: light-dark(#fff, #2a1230);
  --sillage-accent-soft: light-dark(#f4e8f3, #38263d);
  --sillage-wake-1: light-dark(#e7cfe6, #4d3553);
  --sillage-wake-2: light-dark(#b872b8, #96609c);
  --sillage-wake-3: light-dark(#6a2c70, #e7b6ec);
  --sillage-radius: 3px;
  background: var(--sillage-bg);
}
body { margin: 0; display: grid; grid-template-columns: 190px minmax(0, 1fr); min-height: 100vh;
  font: 16px/1.5 var(--sillage-font); color: light-dark(#2a2030, #efe6f2) }
nav { display: grid; gap: 4px; align-content: start; padding: 28px 18px; background: #2b1a30; color: #d9cbdc }
nav b { font-size: 20px; margin-bottom: 16px; color: #fff }
nav a { padding: 6px 10px; border-radius: 3px }
nav .here { background: #4a2c50; color: #fff }
main { padding: 28px 32px; min-width: 0 }
h1 { margin: 0 0 20px; font-size: 28px; font-weight: 400 }
h2 { margin: 26px 0 10px; font-size: 15px; font-weight: 400; color: light-dark(#75667b, #b7a6bd) }
.box { padding: 18px; background: var(--sillage-surface); border: 1px solid var(--sillage-line); border-radius: 3px }
campaign-progress { --wake-size: 14px }
@media (max-width: 600px) {
  body { grid-template: auto 1fr / minmax(0, 1fr) }
  nav { display: flex; gap: 0; padding: 12px; overflow: auto; align-items: center }
  nav b { margin: 0 10px 0 4px }
  main { padding: 20px 16px }
}`
