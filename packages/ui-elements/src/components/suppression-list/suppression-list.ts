import { html } from 'lit'
import { createElementLoader } from '../load-elements.ts'
import { ShownRoom } from '../shown-room.ts'

const load = createElementLoader(() => import('../sillage-suppressions/sillage-suppressions.ts'))

/**
 * @summary Addresses that are not mailed: why, since when and from what; add and lift.
 *
 * @slot heading - Replaces the heading.
 * @csspart header - The heading and the actions beside it.
 * @csspart table - The table.
 */
export class SuppressionList extends ShownRoom {
  static override readonly tag = 'suppression-list'

  protected override readonly load = load

  protected override inside() {
    return html`<sillage-suppressions exportparts="header, table">${this.passOn('heading')}</sillage-suppressions>`
  }
}
