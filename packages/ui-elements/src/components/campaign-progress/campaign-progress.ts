import type { CampaignStats } from '@sillage/core/browser'
import { progress } from '@sillage/core/browser'
import type { LiveListener } from '@sillage/core/client'
import { html, nothing, type PropertyValues } from 'lit'
import { errorText } from '../../client/error-text.ts'
import { createLatest } from '../../client/latest.ts'
import { createThrottle } from '../../client/throttle.ts'
import { applyFrame, known } from '../../live/apply-frame.ts'
import { type ManagingWords, managingEn } from '../../locales/managing-en.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { holdUp, troubleOf } from '../../wake/hold-up.ts'
import { wakeStyles } from '../../wake/wake.styles.ts'
import { wake } from '../../wake/wake.ts'
import { type LiveCampaign, wakeCaption } from '../../wake/wake-caption.ts'
import { SillageElement } from '../sillage-element.ts'
import { progressStyles } from './campaign-progress.styles.ts'

/**
 * @summary The progress of a campaign: a bar with counts, pace and time left, live.
 *
 * Once it is over, what became of the mails. Where it cannot be loaded, it says why.
 *
 * @csspart base - The whole.
 * @csspart wake - The bar.
 * @csspart caption - The line under it.
 * @cssproperty --wake-size - Height of the bar; 10px.
 */
export class CampaignProgress extends SillageElement<ManagingWords> {
  static override readonly english = managingEn
  static override readonly tag = 'campaign-progress'
  static override styles = [tokens, wakeStyles, progressStyles]
  static override properties = {
    campaignId: { attribute: 'campaign-id' },
    campaign: { attribute: false },
    failure: { state: true },
  }

  /** The campaign to follow. */
  declare campaignId: string | undefined
  /** What is shown; loaded by `campaign-id`, or set by a host that has it already. */
  declare campaign: LiveCampaign | undefined
  declare private failure: unknown

  /** The campaign that is shown or being loaded. */
  #asked: string | undefined
  readonly #latest = createLatest()
  readonly #reload = createThrottle(() => void this.#load(), 2_000)

  protected override liveListener(): LiveListener {
    return {
      frame: (frame) => {
        if (this.campaign !== undefined) this.campaign = applyFrame(this.campaign, frame)
        // Since when a campaign is held up is not in the frame.
        if (frame.name === 'campaign_error' && frame.data.campaignId === this.campaignId) this.#reload.request()
      },
      refresh: () => this.#reload.request(),
    }
  }

  protected override contextReady(): void {
    this.#asked = undefined
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#latest.cancel()
    this.#reload.cancel()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    if (this.client === undefined || this.campaignId === undefined || this.campaignId === this.#asked) return
    this.#asked = this.campaignId
    if (this.campaign?.id !== this.campaignId) this.campaign = undefined
    void this.#load()
  }

  async #load(): Promise<void> {
    const { client, campaignId } = this
    if (client === undefined || campaignId === undefined) return
    try {
      const answer = await this.#latest.run(async (signal) => {
        const stats = await client.getStats(campaignId, signal)
        return asLive(stats)
      })
      if (answer === undefined) return
      this.campaign = { ...this.campaign, ...answer }
      this.failure = undefined
    } catch (error) {
      this.failure = error
    }
  }

  protected override render() {
    const { campaign, words, format } = this
    if (campaign === undefined) {
      if (this.failure === undefined)
        return html`<div class="base" part="base" aria-busy="true"><div class="wake"></div></div>`
      return html`<div class="base small muted" part="base">${errorText(this.failure, words)}</div>`
    }
    const { total, sent, failed, queued } = campaign
    const done = words.progress.done(format.number(total - queued), format.number(total))
    const caption = wakeCaption(campaign, words, format)
    const sending = campaign.status === 'sending'
    // The bar stays the same element when all is sent, so that its end can be seen.
    const during = (value: string) => (sending ? value : nothing)
    const held = sending ? holdUp(campaign, words, format) : undefined
    const bar = wake(
      { total, sent, failed, opened: campaign.opens.unique, clicked: campaign.clicks.unique, live: sending },
      words,
      format,
    )
    return html`<div class="base num" part="base">
      <div
        role=${during('progressbar')}
        aria-label=${during(words.progress.label(campaign.name))}
        aria-valuemin=${during('0')}
        aria-valuemax=${during('100')}
        aria-valuenow=${during(String(Math.floor(progress(campaign) * 100)))}
        aria-valuetext=${during(done)}
      >
        ${bar}
      </div>
      <div class="tiny" part="caption">${sending ? html`${done}${caption === '' ? nothing : ` · ${caption}`}` : caption}</div>
      ${held === undefined ? nothing : html`<div class="held small" role="status">${held}</div>`}
    </div>`
  }
}

function asLive({ campaign, opens, clicks }: CampaignStats): LiveCampaign {
  const { html: _html, text: _text, warnings: _warnings, ...item } = campaign
  return { ...item, trouble: troubleOf(item), opens: known(opens), clicks: known(clicks) }
}
