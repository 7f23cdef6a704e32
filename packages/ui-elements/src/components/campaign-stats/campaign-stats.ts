import type { LinkStats, CampaignStats as Stats, TimelineBucket } from '@sillage/core/browser'
import { SillageError } from '@sillage/core/browser'
import type { LiveFrameOf, LiveListener } from '@sillage/core/client'
import { applyToStats } from '@sillage/core/client'
import { html, nothing, type PropertyValues } from 'lit'
import { createLatest } from '../../client/latest.ts'
import { createThrottle } from '../../client/throttle.ts'
import { SillageActionEvent } from '../../events/sillage-events.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { wakeStyles } from '../../wake/wake.styles.ts'
import { type AfterFigures, loadAfterFigures } from '../load-after-figures.ts'
import { loadStreamStats } from '../load-stream-stats.ts'
import { SillageConfirm } from '../sillage-confirm/sillage-confirm.ts'
import { SillageElement } from '../sillage-element.ts'
import type { SillageMessages } from '../sillage-messages/sillage-messages.ts'
import type { SillagePrograms } from '../sillage-programs/sillage-programs.ts'
import type { Curve } from '../sillage-timeline/curve.ts'
import { staleText, troubleView } from '../trouble-view.ts'
import { statsStyles } from './campaign-stats.styles.ts'
import { cards, indicators, otherOutcomes } from './cards.ts'
import { exportLink } from './export-link.ts'
import { machinesToggle, retryButtons } from './tools-view.ts'
import type { UsualRates } from './usual-rates.ts'

const HOURLY_FOR_MS = 7 * 24 * 3_600_000

/**
 * @summary The results of a campaign: four cards, two indicators, opens and clicks over time, links, a table per
 * contact, and the programs they used. Live. With `stream`, the results of a stream in a period that is chosen there.
 *
 * Figures change with each frame; what no frame has is loaded again at most every 2 seconds. Those of a stream are
 * loaded every 15 seconds while they can be seen. Chart and details are loaded when they are shown.
 *
 * @event {SillageActionEvent} sillage-action - Failed messages were queued again.
 * @csspart base - The whole.
 * @csspart card - One of the four cards.
 * @csspart indicator - One of the two indicators.
 */
export class CampaignStats extends SillageElement {
  static override readonly tag = 'campaign-stats'
  static override readonly dependencies = [SillageConfirm]
  static override styles = [tokens, controls, wakeStyles, statsStyles]
  static override properties = {
    campaignId: { attribute: 'campaign-id' },
    stream: {},
    stats: { state: true },
    timeline: { state: true },
    usual: { state: true },
    bucket: { state: true },
    failure: { state: true },
    machines: { state: true },
    busy: { state: true },
    rest: { state: true },
    streamReady: { state: true },
  }

  /** The campaign whose results are shown. */
  declare campaignId: string | undefined
  /** The key of a stream, whose results are shown instead. */
  declare stream: string | undefined
  declare private stats: Stats | undefined
  declare private timeline: Curve | undefined
  declare private usual: UsualRates | undefined
  declare private bucket: TimelineBucket | undefined
  declare private failure: unknown
  declare private machines: boolean
  declare private busy: boolean
  /** Chart and table, once they are loaded. */
  declare private rest: AfterFigures | undefined
  /** What shows a stream is loaded. */
  declare private streamReady: boolean

  /** The campaign or stream whose figures are shown or being loaded. */
  #asked: string | undefined
  readonly #latest = createLatest()
  readonly #timelines = createLatest()
  readonly #usual = createLatest()
  readonly #reload = createThrottle(() => void this.#load(), 2_000)

  constructor() {
    super()
    this.machines = false
    this.busy = false
    this.streamReady = false
  }

  protected override liveListener(): LiveListener {
    return { frame: (frame) => this.#onFrame(frame), refresh: () => this.#refresh() }
  }

  protected override contextReady(): void {
    this.#asked = undefined
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    const shown = this.stream ?? this.campaignId
    if (this.client === undefined || shown === this.#asked) return
    this.#asked = shown
    this.stats = undefined
    this.timeline = undefined
    this.usual = undefined
    this.bucket = undefined
    this.failure = undefined
    this.#stop()
    this.#reload.request()
  }

  #stop(): void {
    this.#latest.cancel()
    this.#timelines.cancel()
    this.#usual.cancel()
    this.#reload.cancel()
  }

  #onFrame(frame: LiveFrameOf): void {
    if (frame.data.campaignId !== this.campaignId) return
    if (this.stats !== undefined) this.stats = applyToStats(this.stats, frame)
    this.#refresh()
  }

  #refresh(): void {
    this.#reload.request()
  }

  get #messages(): SillageMessages | null {
    return this.renderRoot.querySelector<SillageMessages>('sillage-messages')
  }

  async #load(): Promise<void> {
    const { client, campaignId } = this
    if (this.stream !== undefined) {
      this.streamReady = (await loadStreamStats()) !== undefined
      if (!this.streamReady) this.failure = new SillageError('no_answer', 'The code of this could not be loaded.')
      return
    }
    if (client === undefined || campaignId === undefined) return
    const first = this.stats === undefined
    try {
      const stats = await this.#latest.run((signal) => client.getStats(campaignId, signal))
      if (stats === undefined) return
      this.stats = stats
      this.failure = undefined
    } catch (error) {
      this.failure = error
      return
    }
    if (!first) {
      this.#messages?.refresh()
      this.renderRoot.querySelector<SillagePrograms>('sillage-programs')?.refresh()
    }
    await this.#loadTimeline()
    if (first) await this.#loadUsual()
  }

  async #loadTimeline(): Promise<void> {
    const { client, campaignId, stats } = this
    if (client === undefined || campaignId === undefined || stats === undefined) return
    // The figures are shown without the rest; where it cannot be loaded, the next refresh tries again.
    const rest = loadAfterFigures().then((loaded) => {
      this.rest = loaded
      return loaded
    })
    const start = Date.parse(stats.campaign.startedAt ?? stats.campaign.createdAt)
    const bucket = this.bucket ?? (Date.now() - start < HOURLY_FOR_MS ? 'hour' : 'day')
    try {
      const timeline = await this.#timelines.run(async (signal) => {
        const answer = await client.getTimeline(campaignId, bucket, signal)
        return (await rest)?.fillTimeline(answer)
      })
      if (timeline !== undefined) this.timeline = timeline
    } catch {
      // The figures above are shown without the curve, and the next refresh tries again.
    }
  }

  async #loadUsual(): Promise<void> {
    const { client, stats } = this
    if (client === undefined || stats === undefined) return
    const rest = await loadAfterFigures()
    // Without a comparison the figures are whole.
    this.usual = await this.#usual.run(async (signal) => rest?.usualRates(client, stats, signal)).catch(() => undefined)
  }

  protected override updated(): void {
    this.rest?.countFigures(this.renderRoot)
  }

  #showLink(event: Event): void {
    this.#messages?.showLink((event as CustomEvent<LinkStats>).detail)
  }

  #chooseBucket(event: Event): void {
    this.bucket = (event as CustomEvent<TimelineBucket>).detail
    void this.#loadTimeline()
  }

  async #act(act: () => Promise<void>): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      await act()
      this.tellRecovery(this.campaignId)
    } catch (error) {
      this.tellFailure(error, this.campaignId)
    } finally {
      this.busy = false
    }
  }

  async #askRetry(kind: 'failed' | 'unknown', title: string, text: string): Promise<void> {
    const { stats, common } = this.words
    const yes = await this.renderRoot
      .querySelector<SillageConfirm>('sillage-confirm')
      ?.ask({ title, text: [text], confirm: stats.retryConfirm, keep: common.back })
    if (yes === true) this.#retry(kind)
  }

  #retry(kind: 'failed' | 'unknown'): void {
    const { client, campaignId } = this
    if (client === undefined || campaignId === undefined) return
    void this.#act(async () => {
      await client.controlCampaign(campaignId, 'retry', { include: [kind] })
      this.activeContext?.notices.publish({ kind: 'success', title: this.words.stats.retried })
      this.dispatchEvent(new SillageActionEvent(campaignId, 'retry'))
      this.#refresh()
    })
  }

  protected override render() {
    const { stats, words, format, failure, client, stream } = this
    if (client === undefined) return html`<p class="empty muted">${words.common.noBaseUrl}</p>`
    if (stream !== undefined && this.streamReady)
      return html`<sillage-stream-stats .stream=${stream} exportparts="base, card, indicator"></sillage-stream-stats>`
    if (stats === undefined) {
      if (failure === undefined) return this.#ghost()
      return troubleView(words.stats.notLoaded, failure, words, () => this.#refresh())
    }
    const { timeline, machines, usual } = this
    const { total, tracking } = stats.campaign
    const figures = { stats, total, measures: tracking.readTime !== false, timeline, machines, usual, words, format }
    return html`<div class="base" part="base">
      ${failure === undefined ? nothing : html`<div class="note bad" role="status">${staleText(failure, words)}</div>`}
      ${cards(figures)} ${indicators(figures)}
      <div class="row">
        ${otherOutcomes(figures)}
        ${this.#tools(stats)}
      </div>
      ${this.rest === undefined ? nothing : this.#rest(stats)}
      <sillage-confirm></sillage-confirm>
    </div>`
  }

  /** What is loaded after the figures: who it was, then when, then by which links. */
  #rest(stats: Stats) {
    const { campaignId, machines, timeline } = this
    return html`<sillage-pace .campaign=${stats.campaign} @sillage-changed=${this.#refresh}></sillage-pace>
      <sillage-messages .campaignId=${campaignId} .total=${stats.campaign.total} .machines=${machines}></sillage-messages>
      <sillage-timeline .timeline=${timeline} @sillage-bucket=${this.#chooseBucket}></sillage-timeline>
      <sillage-links .links=${stats.links} @sillage-link=${this.#showLink}></sillage-links>
      <sillage-programs .campaignId=${campaignId} .machines=${machines}></sillage-programs>`
  }

  readonly #showMachines = (shown: boolean): void => {
    this.machines = shown
  }

  #tools(stats: Stats) {
    const { words, format, client, campaignId } = this
    return html`${machinesToggle(stats.opens.machine + stats.clicks.machine, this.machines, words, format, this.#showMachines)}
      ${retryButtons(stats, this.busy, words, format, (...question) => this.#askRetry(...question))}
      ${
        client === undefined || campaignId === undefined
          ? nothing
          : exportLink(
              client,
              client.exportUrl(campaignId, format.csvSeparator),
              `campaign-${campaignId}.csv`,
              words.stats.export,
              (save) => void this.#act(save),
            )
      }
      ${this.rest === undefined ? nothing : html`<sillage-help about="results"></sillage-help>`}`
  }

  #ghost() {
    const ghost = html`<div class="ghost"></div>`
    return html`<div class="base" aria-busy="true">
      <span class="visually-hidden" role="status">${this.words.common.loading}</span>
      <div class="cards">${ghost}${ghost}${ghost}${ghost}</div>
    </div>`
  }
}
