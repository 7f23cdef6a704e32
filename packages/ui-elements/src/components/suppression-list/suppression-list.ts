import { html } from 'lit'
import { createElementLoader } from '../load-elements.ts'
import { RoomElement } from '../room-element.ts'

const load = createElementLoader(() => import('../sillage-suppressions/sillage-suppressions.ts'))

/**
 * @summary Addresses that are not mailed: why, since when and from what; add and lift.
 *
 * @slot heading - Replaces the heading.
 * @csspart header - The heading and the actions beside it.
 * @csspart table - The table.
 */
export class SuppressionList extends RoomElement {
  static override readonly tag = 'suppression-list'

  override connectedCallback(): void {
    super.connectedCallback()
    void this.furnish()
  }

  protected override load(): Promise<object | undefined> {
    return load()
  }

  protected override inside() {
    return html`<sillage-suppressions exportparts="header, table">${this.passOn('heading')}</sillage-suppressions>`
  }
}
