import type { Campaign } from '@sillage/core/browser'
import type { LiveListener } from '@sillage/core/client'
import { html, nothing } from 'lit'
import { createLatest } from '../../client/latest.ts'
import { SillageCloseEvent } from '../../events/sillage-events.ts'
import { withNames } from '../../format/with-fields.ts'
import { type HeadedWords, headedEn } from '../../locales/field-names-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { dialog } from '../../styles/dialog.styles.ts'
import { closeIcon } from '../../styles/icons.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { CampaignProgress } from '../campaign-progress/campaign-progress.ts'
import { CampaignStats } from '../campaign-stats/campaign-stats.ts'
import { showModal } from '../show-modal.ts'
import { SillageElement } from '../sillage-element.ts'
import { resultsStyles } from './campaign-results.styles.ts'

/**
 * @summary The modal around `<campaign-stats>`, with the campaign's name, dates and progress bar. Open it with
 * `show(campaignId)`.
 *
 * `campaign-id` alone opens nothing. Nothing is loaded while it is closed.
 *
 * @event {SillageCloseEvent} sillage-close - The person closed the results.
 * @csspart dialog - The dialog.
 */
export class CampaignResults extends SillageElement<HeadedWords> {
  static override readonly english = headedEn
  static override readonly tag = 'campaign-results'
  static override readonly dependencies = [CampaignStats, CampaignProgress]
  static override styles = [tokens, controls, dialog, resultsStyles]
  static override properties = {
    campaignId: { attribute: 'campaign-id' },
    campaign: { state: true },
    open: { state: true },
  }

  /** The campaign whose results are shown. */
  declare campaignId: string | undefined
  declare private campaign: Campaign | undefined
  declare private open: boolean
  readonly #latest = createLatest()

  constructor() {
    super()
    this.open = false
  }

  /** Opens the results of a campaign. */
  async show(campaignId?: string): Promise<void> {
    if (campaignId !== undefined) this.campaignId = campaignId
    this.campaign = undefined
    this.open = true
    await this.updateComplete
    showModal(this.#dialog)
    await this.#load()
  }

  protected override liveListener(): LiveListener {
    return {
      // The progress goes when the campaign is over: its figures are those below.
      frame: ({ name, data }) =>
        void (name === 'campaign_complete' && data.campaignId === this.campaignId && this.#load()),
      refresh: () => this.open && this.campaign === undefined && void this.#load(),
    }
  }

  async #load(): Promise<void> {
    const { client, campaignId: id } = this
    if (client === undefined || id === undefined) return
    // A campaign that cannot be loaded is reported by the statistics below.
    this.campaign = await this.#latest.run((signal) => client.getCampaign(id, signal)).catch(() => undefined)
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog')
  }

  #closed(): void {
    // The event comes a turn later; by then other results may be open.
    if (this.#dialog?.open === true) return
    this.open = false
    this.#latest.cancel()
    this.dispatchEvent(new SillageCloseEvent())
  }

  get #underWay(): boolean {
    return this.campaign !== undefined && !['completed', 'cancelled'].includes(this.campaign.status)
  }

  #when(campaign: Campaign): string {
    const { words, format } = this
    const { startedAt, finishedAt, scheduledAt, delayMs } = campaign
    const delay = delayMs >= 50 ? words.stats.delay(format.duration(delayMs)) : ''
    const begun = startedAt ?? scheduledAt
    const from = begun === null ? '' : format.dateTime(begun)
    const period = startedAt !== null && finishedAt !== null ? format.range(startedAt, finishedAt) : from
    return [period, delay].filter((part) => part !== '').join(' · ')
  }

  protected override render() {
    const { words, campaign } = this
    return html`<dialog part="dialog" aria-labelledby="heading" @close=${this.#closed}>
      <div class="frame">
        <div class="head ${this.#underWay ? 'open' : ''}">
          <div class="grow">
            <h2 id="heading" title=${campaign?.name ?? nothing}><bdi>${campaign?.name ?? words.stats.title}</bdi></h2>
            ${campaign === undefined ? nothing : html`<div class="small wrap"><bdi>${withNames(campaign.subject, words)}</bdi> <bdi class="muted">${words.stats.from(campaign.from)}</bdi></div>`}
            <div class="small muted num">${campaign === undefined ? html`&nbsp;` : this.#when(campaign)}</div>
          </div>
          <button type="button" class="quiet icon" autofocus aria-label=${words.common.close} @click=${() => this.#dialog?.close()}>
            ${closeIcon}
          </button>
        </div>
        ${
          this.open
            ? html`${this.#underWay ? html`<div class="line"><campaign-progress .campaignId=${this.campaignId}></campaign-progress></div>` : nothing}
                <div class="scroll" tabindex="0" role="region" aria-label=${words.stats.title}>
                  <div class="body"><campaign-stats .campaignId=${this.campaignId}></campaign-stats></div>
                </div>`
            : nothing
        }
      </div>
    </dialog>`
  }
}
