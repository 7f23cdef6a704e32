import { html } from 'lit'
import { createElementLoader } from '../load-elements.ts'
import { ShownRoom } from '../shown-room.ts'

const load = createElementLoader(() => import('../sillage-contacts/sillage-contacts.ts'))

/**
 * @summary The directory: search, add, change, import and export contacts; one person’s mails, choices and rights.
 *
 * @slot heading - Replaces the heading.
 * @csspart header - The heading and the actions beside it.
 * @csspart table - The table.
 */
export class ContactManager extends ShownRoom {
  static override readonly tag = 'contact-manager'

  protected override readonly load = load

  protected override inside() {
    return html`<sillage-contacts exportparts="header, table">${this.passOn('heading')}</sillage-contacts>`
  }
}
