import type { LitElement } from 'lit'
import type { CampaignComposer } from './components/campaign-composer/campaign-composer.ts'
import type { CampaignList } from './components/campaign-list/campaign-list.ts'
import type { CampaignManager } from './components/campaign-manager/campaign-manager.ts'
import type { CampaignProgress } from './components/campaign-progress/campaign-progress.ts'
import type { CampaignResults } from './components/campaign-results/campaign-results.ts'
import type { CampaignSettings } from './components/campaign-settings/campaign-settings.ts'
import type { CampaignStats } from './components/campaign-stats/campaign-stats.ts'
import type { CampaignToasts } from './components/campaign-toasts/campaign-toasts.ts'
import type { ContactManager } from './components/contact-manager/contact-manager.ts'
import type { SillageProvider } from './components/sillage-provider/sillage-provider.ts'
import type { SuppressionList } from './components/suppression-list/suppression-list.ts'
import type { TemplateManager } from './components/template-manager/template-manager.ts'
import type { WebhookList } from './components/webhook-list/webhook-list.ts'
import type { SillageEventMap } from './events/sillage-events.ts'

/** The class of each element by its tag. */
export interface ElementsByTag {
  'sillage-provider': SillageProvider
  'campaign-manager': CampaignManager
  'campaign-list': CampaignList
  'campaign-composer': CampaignComposer
  'campaign-progress': CampaignProgress
  'campaign-results': CampaignResults
  'campaign-settings': CampaignSettings
  'campaign-stats': CampaignStats
  'campaign-toasts': CampaignToasts
  'contact-manager': ContactManager
  'suppression-list': SuppressionList
  'template-manager': TemplateManager
  'webhook-list': WebhookList
}

/** Properties that an element adds to those of every Lit element. */
type OwnKeys<E> = Exclude<keyof E, keyof LitElement>

/** `K` where both types are one, down to `readonly`, else nothing. */
type IfSame<X, Y, K> = (<T>() => T extends X ? 1 : 2) extends <T>() => T extends Y ? 1 : 2 ? K : never

/** Those of its properties that may be set: methods and what is read only are left out. */
type SettableKeys<E> = {
  [K in OwnKeys<E>]: E[K] extends (...args: never[]) => unknown
    ? never
    : IfSame<Pick<E, K>, { -readonly [P in K]: E[P] }, K>
}[OwnKeys<E>]

/** `campaignId` as the attribute `campaign-id`. */
type Hyphenated<K extends string> = K extends `${infer Letter}${infer Rest}`
  ? `${Letter extends Lowercase<Letter> ? Letter : `-${Lowercase<Letter>}`}${Hyphenated<Rest>}`
  : ''

/**
 * What a template gives an element: its properties by name (`campaignId`), and those that are text also as attributes
 * (`campaign-id`).
 */
export type ElementProperties<E> = { [K in SettableKeys<E>]?: E[K] } & {
  [K in SettableKeys<E> & string as E[K] extends string | undefined ? Hyphenated<K> : never]?: E[K]
}

/**
 * Listeners of the elements' own events as React 19 and Svelte 5 name them: `on` and the event's name unchanged. They
 * are given the event itself, with its fields (`campaignId`, `action` …).
 */
export type SillageEventProps = {
  [K in keyof SillageEventMap as `on${K}`]?: (event: SillageEventMap[K]) => void
}
