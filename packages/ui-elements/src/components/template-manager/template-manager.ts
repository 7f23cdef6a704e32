import { html } from 'lit'
import { createElementLoader } from '../load-elements.ts'
import { ShownRoom } from '../shown-room.ts'

const load = createElementLoader(() => import('../sillage-templates/sillage-templates.ts'))

/**
 * @summary Stored templates, each with a picture of what it looks like: search, write, rename, duplicate and delete.
 *
 * @slot heading - Replaces the heading.
 * @csspart header - The heading and the actions beside it.
 * @csspart card - One template.
 */
export class TemplateManager extends ShownRoom {
  static override readonly tag = 'template-manager'

  protected override readonly load = load

  protected override inside() {
    return html`<sillage-templates exportparts="header, card">${this.passOn('heading')}</sillage-templates>`
  }
}
