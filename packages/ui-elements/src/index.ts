/**
 * The elements as classes, and what they are made of; importing it defines no element.
 *
 * @module @sillage/ui-elements
 */

export type { LiveConnection, LiveFrameOf, LiveListener, WebSocketClass } from '@sillage/core/client'
export { type ApiClient, type ApiClientOptions, createApiClient } from './client/api-client.ts'
export { CampaignComposer } from './components/campaign-composer/campaign-composer.ts'
export { CampaignList } from './components/campaign-list/campaign-list.ts'
export { CampaignManager } from './components/campaign-manager/campaign-manager.ts'
export { CampaignProgress } from './components/campaign-progress/campaign-progress.ts'
export { CampaignResults } from './components/campaign-results/campaign-results.ts'
export { CampaignSettings } from './components/campaign-settings/campaign-settings.ts'
export { CampaignStats } from './components/campaign-stats/campaign-stats.ts'
export { CampaignToasts } from './components/campaign-toasts/campaign-toasts.ts'
export { ContactManager } from './components/contact-manager/contact-manager.ts'
export { defineElement, type ElementClass } from './components/define-element.ts'
export { SillageProvider } from './components/sillage-provider/sillage-provider.ts'
export { SuppressionList } from './components/suppression-list/suppression-list.ts'
export { TemplateManager } from './components/template-manager/template-manager.ts'
export { WebhookList } from './components/webhook-list/webhook-list.ts'
export type { Notice, Notices } from './context/notices.ts'
export { createSillageContext, type SillageContext, type SillageContextOptions } from './context/sillage-context.ts'
export {
  type ComposeMode,
  SillageActionEvent,
  SillageCloseEvent,
  SillageComposeEvent,
  SillageDetailsEvent,
  SillageSavedEvent,
} from './events/sillage-events.ts'
export type { TimeUnits } from './format/format.ts'
export { en, type Locale } from './locales/en.ts'
export { addLocale, type LocaleLoader } from './locales/load-locale.ts'
