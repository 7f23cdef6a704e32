/**
 * Defines every element; import it for that alone.
 *
 * @module @sillage/ui-elements/register
 */

import { CampaignComposer } from './components/campaign-composer/campaign-composer.ts'
import { CampaignList } from './components/campaign-list/campaign-list.ts'
import { CampaignManager } from './components/campaign-manager/campaign-manager.ts'
import { CampaignProgress } from './components/campaign-progress/campaign-progress.ts'
import { CampaignResults } from './components/campaign-results/campaign-results.ts'
import { CampaignSettings } from './components/campaign-settings/campaign-settings.ts'
import { CampaignStats } from './components/campaign-stats/campaign-stats.ts'
import { CampaignToasts } from './components/campaign-toasts/campaign-toasts.ts'
import { ContactManager } from './components/contact-manager/contact-manager.ts'
import { defineElement } from './components/define-element.ts'
import { SillageProvider } from './components/sillage-provider/sillage-provider.ts'
import { SuppressionList } from './components/suppression-list/suppression-list.ts'
import { TemplateManager } from './components/template-manager/template-manager.ts'
import { WebhookList } from './components/webhook-list/webhook-list.ts'
import type { ElementsByTag } from './elements-by-tag.ts'

// The provider comes first: elements inside it search for it as soon as they are defined.
if (typeof customElements !== 'undefined') {
  for (const element of [
    SillageProvider,
    CampaignManager,
    CampaignList,
    CampaignComposer,
    CampaignProgress,
    CampaignResults,
    CampaignStats,
    CampaignToasts,
    TemplateManager,
    ContactManager,
    SuppressionList,
    WebhookList,
    CampaignSettings,
  ]) {
    defineElement(element)
  }
}

declare global {
  interface HTMLElementTagNameMap extends ElementsByTag {}
}
