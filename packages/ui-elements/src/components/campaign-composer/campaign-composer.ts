import { html, nothing } from 'lit'
import type { ComposeMode } from '../../events/sillage-events.ts'
import { createElementLoader } from '../load-elements.ts'
import { RoomElement } from '../room-element.ts'
import type { SillageComposer } from '../sillage-composer/sillage-composer.ts'

const load = createElementLoader(() => import('../sillage-composer/sillage-composer.ts'))
const loadChooser = createElementLoader(() => import('../sillage-chooser/sillage-chooser.ts'))

/**
 * @summary The modal in which a campaign is written, tested and sent. Open it with `show()`; drafts survive closing it.
 *
 * Nothing is loaded before it is first opened.
 *
 * @event {SillageSavedEvent} sillage-saved - A campaign was created or changed.
 * @event {SillageCloseEvent} sillage-close - The person closed the composer.
 * @slot editor - Your own editor for the HTML of a message: any element with a `value` that fires `input` or `change`.
 * @csspart dialog - The dialog.
 */
export class CampaignComposer extends RoomElement {
  static override readonly tag = 'campaign-composer'
  static override properties = { draftKey: { attribute: 'draft-key' } }

  /**
   * Keeps unsent drafts in this browser beyond the session, under this name: give one for each person who signs in.
   * Absent: for the session. Lists of more than 1,000 people are kept in neither.
   */
  declare draftKey: string | undefined

  protected override readonly load = load

  /** Opens the composer: on the kept draft or an empty one, a copy of a campaign, or one that has not started. */
  async show(mode: ComposeMode = 'new', campaignId?: string): Promise<void> {
    // An editor that was put into the page since is passed on.
    this.requestUpdate()
    if (!(await this.furnish())) return this.tellFailure(this.failure)
    await this.renderRoot.querySelector<SillageComposer>('sillage-composer')?.show(mode, campaignId)
  }

  protected override render() {
    return this.furnished ? this.inside() : nothing
  }

  protected override inside() {
    return html`<sillage-composer exportparts="dialog" .loadChooser=${loadChooser} .draftKey=${this.draftKey}
      >${this.passOn('editor')}</sillage-composer
    >`
  }
}
