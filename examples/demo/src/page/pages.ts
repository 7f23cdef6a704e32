import { html } from './html.ts'
import type { Language } from './language.ts'
import { shell } from './shell.ts'
import { words } from './words.ts'

export interface PageOptions {
  /** The wire names the API is mounted with. */
  names: Language
  /** True when mails leave for another server than the built-in inbox. */
  outside: boolean
}

/** The whole interface in one tag, as any page of a host would have it. */
export function managerPage(lang: Language, { names, outside }: PageOptions): string {
  return shell({
    lang,
    title: words[lang].campaigns,
    current: 'campaigns',
    path: '/',
    script: 'manager',
    ...(outside ? { note: words[lang].outside } : {}),
    body: html`<sillage-provider base-url="/sillage" names="${names}" lang="${lang}">
<campaign-manager sections="campaigns templates contacts suppressions webhooks settings" hash></campaign-manager>
<campaign-toasts></campaign-toasts>
</sillage-provider>`,
  })
}

/** What became of the receipts that the shop sends. */
export function receiptsPage(lang: Language, { names, outside }: PageOptions): string {
  return shell({
    lang,
    title: words[lang].receipts,
    current: 'receipts',
    path: '/receipts',
    script: 'manager',
    ...(outside ? { note: words[lang].outside } : {}),
    body: html`<h1>${words[lang].receipts}</h1>
<p class="quiet">${words[lang].receiptsIntro}</p>
<sillage-provider base-url="/sillage" names="${names}" lang="${lang}">
<campaign-stats stream="receipts"></campaign-stats>
<campaign-toasts></campaign-toasts>
</sillage-provider>`,
  })
}

/** The inbox; its list and mails are filled in by `inbox/client`. */
export function inboxPage(lang: Language, { outside }: PageOptions): string {
  return shell({
    lang,
    title: words[lang].inboxTitle,
    current: 'inbox',
    path: '/inbox',
    script: 'inbox',
    ...(outside ? { note: words[lang].outside } : {}),
    body: html`<div id="inbox"></div>`,
  })
}
