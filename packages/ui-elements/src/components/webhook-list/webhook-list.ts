import { html } from 'lit'
import { createElementLoader } from '../load-elements.ts'
import { ShownRoom } from '../shown-room.ts'

const load = createElementLoader(() => import('../sillage-webhooks/sillage-webhooks.ts'))

/**
 * @summary URLs of other systems that get what happens to mails: what each took of late; add, change, pause and delete.
 *
 * @slot heading - Replaces the heading.
 * @csspart header - The heading and the action beside it.
 * @csspart table - The table.
 */
export class WebhookList extends ShownRoom {
  static override readonly tag = 'webhook-list'

  protected override readonly load = load

  protected override inside() {
    return html`<sillage-webhooks exportparts="header, table">${this.passOn('heading')}</sillage-webhooks>`
  }
}
