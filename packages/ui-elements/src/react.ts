/**
 * Types for JSX in React 19, which sets properties and listens to events (`onsillage-saved`) of custom elements itself.
 *
 * @module @sillage/ui-elements/react
 */

import type { DetailedHTMLProps, HTMLAttributes } from 'react'
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
import type {
  SillageActionEvent,
  SillageCloseEvent,
  SillageComposeEvent,
  SillageDetailsEvent,
  SillageSavedEvent,
} from './events/sillage-events.ts'

/**
 * Listeners of the elements' own events, under the names React 19 gives them: `on` and the event's name unchanged. They
 * are given the event itself, with its fields (`campaignId`, `action` …), not a synthetic one of React.
 */
export interface SillageEventProps {
  'onsillage-action'?: (event: SillageActionEvent) => void
  'onsillage-close'?: (event: SillageCloseEvent) => void
  'onsillage-compose'?: (event: SillageComposeEvent) => void
  'onsillage-details'?: (event: SillageDetailsEvent) => void
  'onsillage-saved'?: (event: SillageSavedEvent) => void
}

/**
 * What an element takes in JSX: the properties `K` of its class by name (`campaignId`, set as properties), `base-url`
 * and `campaign-id` as attributes, the attributes of every HTML element (`ref` gives the element, with its methods),
 * and the events.
 */
export type SillageProps<E extends HTMLElement, K extends keyof E = never> = DetailedHTMLProps<HTMLAttributes<E>, E> &
  SillageEventProps & { [P in K]?: E[P] } & { 'base-url'?: string; 'campaign-id'?: string }

type Shared = 'baseUrl' | 'names' | 'context'

/**
 * The elements by tag, for JSX. `import type {} from '@sillage/ui-elements/react'` adds them to React's own; nothing is
 * loaded by it, so import `@sillage/ui-elements/register` too. React 19 or later: earlier versions set attributes only
 * and do not listen to custom events.
 */
export interface SillageElements {
  'campaign-composer': SillageProps<CampaignComposer, Shared>
  'campaign-list': SillageProps<CampaignList, Shared>
  'campaign-manager': SillageProps<CampaignManager, Shared | 'sections' | 'hash'>
  'campaign-progress': SillageProps<CampaignProgress, Shared | 'campaign' | 'campaignId'>
  'campaign-results': SillageProps<CampaignResults, Shared | 'campaignId'>
  'campaign-settings': SillageProps<CampaignSettings, Shared>
  'campaign-stats': SillageProps<CampaignStats, Shared | 'campaignId'>
  'campaign-toasts': SillageProps<CampaignToasts, Shared>
  'contact-manager': SillageProps<ContactManager, Shared>
  'suppression-list': SillageProps<SuppressionList, Shared>
  'template-manager': SillageProps<TemplateManager, Shared>
  'webhook-list': SillageProps<WebhookList, Shared>
  'sillage-provider': SillageProps<SillageProvider, Shared | 'theme' | 'headers' | 'fetch' | 'WebSocket'>
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends SillageElements {}
  }
}
