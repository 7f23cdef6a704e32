import { html } from 'lit'
import { createElementLoader } from '../load-elements.ts'
import { ShownRoom } from '../shown-room.ts'

const load = createElementLoader(() => import('../sillage-settings/sillage-settings.ts'))

/**
 * @summary What a sender says of itself: the look of its mails and pages, and the topics that recipients choose from.
 *
 * @slot heading - Replaces the heading.
 * @csspart header - The heading.
 */
export class CampaignSettings extends ShownRoom {
  static override readonly tag = 'campaign-settings'

  protected override readonly load = load

  protected override inside() {
    return html`<sillage-settings exportparts="header">${this.passOn('heading')}</sillage-settings>`
  }
}
