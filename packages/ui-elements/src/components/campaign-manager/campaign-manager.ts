import { html, nothing, type PropertyValues } from 'lit'
import { type ComposeMode, SillageComposeEvent, type SillageDetailsEvent } from '../../events/sillage-events.ts'
import { type ManagingWords, managingEn } from '../../locales/managing-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { CampaignComposer } from '../campaign-composer/campaign-composer.ts'
import { CampaignList } from '../campaign-list/campaign-list.ts'
import { CampaignResults } from '../campaign-results/campaign-results.ts'
import { CampaignSettings } from '../campaign-settings/campaign-settings.ts'
import { CampaignToasts } from '../campaign-toasts/campaign-toasts.ts'
import { ContactManager } from '../contact-manager/contact-manager.ts'
import { SillageElement } from '../sillage-element.ts'
import { SuppressionList } from '../suppression-list/suppression-list.ts'
import { TemplateManager } from '../template-manager/template-manager.ts'
import { WebhookList } from '../webhook-list/webhook-list.ts'
import { managerStyles } from './campaign-manager.styles.ts'
import { rooms, type Section, sectionsOf } from './sections.ts'

/**
 * @summary The whole interface: the list of campaigns, "New campaign" and the results of each; with `sections`, also
 * templates, contacts, the addresses that are not mailed, webhooks and the settings.
 *
 * With its own `base-url` it also shows notifications; inside a provider place a `<campaign-toasts>` where you want
 * them.
 *
 * @slot heading - Replaces the heading.
 * @slot editor - An editor of your own for the HTML of a message; see `<campaign-composer>`.
 * @event {SillageDetailsEvent} sillage-details - The results of a campaign were requested; prevent it to show them in
 * your own way.
 * @event {SillageComposeEvent} sillage-compose - The composer was requested; prevent it to open a composer of your own.
 * @event {SillageSavedEvent} sillage-saved - A campaign was created or changed.
 * @event {SillageActionEvent} sillage-action - A campaign was started, paused, resumed, cancelled, retried or deleted.
 * @csspart base - The whole.
 * @csspart sections - The names of the sections, where there are several.
 * @csspart header - Heading and "New campaign".
 */
export class CampaignManager extends SillageElement<ManagingWords> {
  static override readonly english = managingEn
  static override readonly tag = 'campaign-manager'
  static override readonly dependencies = [
    CampaignList,
    CampaignComposer,
    CampaignResults,
    CampaignToasts,
    TemplateManager,
    ContactManager,
    SuppressionList,
    WebhookList,
    CampaignSettings,
  ]
  static override styles = [tokens, controls, managerStyles]
  static override properties = { sections: {}, hash: { type: Boolean }, section: { state: true } }

  /**
   * What is offered, of `campaigns`, `templates`, `contacts`, `suppressions`, `webhooks` and `settings`, separated by
   * spaces; default: campaigns alone.
   */
  declare sections: string | undefined
  /** Keeps the section that is shown in the page's address, as `#contacts`, so that it can be linked to. */
  declare hash: boolean
  declare private section: Section | undefined

  readonly #hashChanged = (): void => {
    if (this.hash) this.section = sectionsOf(this.sections).find((one) => `#${one}` === location.hash)
  }

  constructor() {
    super()
    this.hash = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('hashchange', this.#hashChanged)
    this.#hashChanged()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('hashchange', this.#hashChanged)
  }

  #show(section: Section): void {
    this.section = section
    if (this.hash) location.hash = section
  }

  /** Opens the composer, unless a listener further out, called later, prevents it. */
  async #onCompose(event: SillageComposeEvent): Promise<void> {
    await undefined
    if (!event.defaultPrevented) await this.#compose(event.mode, event.campaignId)
  }

  async #compose(mode: ComposeMode, campaignId?: string): Promise<void> {
    // An editor that was put into the page since is passed on.
    this.requestUpdate()
    await this.updateComplete
    await this.renderRoot.querySelector<CampaignComposer>('campaign-composer')?.show(mode, campaignId)
  }

  async #onDetails(event: SillageDetailsEvent): Promise<void> {
    await undefined
    if (!event.defaultPrevented)
      await this.renderRoot.querySelector<CampaignResults>('campaign-results')?.show(event.campaignId)
  }

  #onSaved(): void {
    this.renderRoot.querySelector<CampaignList>('campaign-list')?.reload()
  }

  #create(event: Event): void {
    event.target?.dispatchEvent(new SillageComposeEvent('new'))
  }

  /** Opens the composer on a new campaign. */
  compose(): void {
    void this.#compose('new')
  }

  protected override updated(changed: PropertyValues): void {
    // On a phone the names do not stand side by side.
    const shown = changed.has('section') ? this.renderRoot.querySelector('nav [aria-current]') : null
    shown?.scrollIntoView({ block: 'nearest' })
  }

  protected override render() {
    const offered = sectionsOf(this.sections)
    const shown = offered.find((section) => section === this.section) ?? offered[0] ?? 'campaigns'
    const own = this.baseUrl !== undefined || this.context !== undefined
    return html`<div class="base" part="base" @sillage-compose=${this.#onCompose} @sillage-details=${this.#onDetails}>
      ${offered.length > 1 ? this.#nav(offered, shown) : nothing}
      ${shown === 'campaigns' ? this.#campaigns() : rooms[shown]()}
      <campaign-composer @sillage-saved=${this.#onSaved}>${
        this.querySelector(':scope > [slot=editor]') === null
          ? nothing
          : html`<slot name="editor" slot="editor"></slot>`
      }</campaign-composer>
      <campaign-results></campaign-results>
      ${own ? html`<campaign-toasts></campaign-toasts>` : nothing}
    </div>`
  }

  #campaigns() {
    const { list } = this.words
    return html`<div class="row" part="header">
        <div class="title"><slot name="heading"><h1>${list.title}</h1></slot></div>
        <button type="button" class="primary" @click=${this.#create}>${list.create}</button>
      </div>
      <campaign-list></campaign-list>`
  }

  #nav(offered: readonly Section[], shown: Section) {
    const { rooms: names } = this.words
    return html`<nav part="sections" aria-label=${names.label}>
      ${offered.map(
        (section) =>
          html`<button type="button" aria-current=${section === shown ? 'page' : nothing} @click=${() => this.#show(section)}>
            ${names[section]}
          </button>`,
      )}
    </nav>`
  }
}
