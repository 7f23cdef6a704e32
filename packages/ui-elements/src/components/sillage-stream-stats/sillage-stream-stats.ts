import type { LinkStats, StreamStats, Timeline, TimelineBucket } from '@sillage/core/browser'
import { isSillageError } from '@sillage/core/browser'
import { css, html, nothing, type PropertyValues } from 'lit'
import { bucketQuery } from '../../client/api-client.ts'
import { createLatest } from '../../client/latest.ts'
import { createThrottle } from '../../client/throttle.ts'
import { ViewController } from '../../controllers/view-controller.ts'
import { type ResultsWords, resultsEn } from '../../locales/results-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { wakeStyles } from '../../wake/wake.styles.ts'
import { statsStyles } from '../campaign-stats/campaign-stats.styles.ts'
import { cards, indicators, otherOutcomes } from '../campaign-stats/cards.ts'
import { exportLink } from '../campaign-stats/export-link.ts'
import { machinesToggle } from '../campaign-stats/tools-view.ts'
import { type AfterFigures, loadAfterFigures } from '../load-after-figures.ts'
import { SillageElement } from '../sillage-element.ts'
import type { SillageMessages } from '../sillage-messages/sillage-messages.ts'
import type { Curve } from '../sillage-timeline/curve.ts'
import { staleText, troubleView } from '../trouble-view.ts'
import { periodView } from './period-view.ts'
import { askedPeriod, bucketsOf, isBackwards, type PeriodChoice } from './periods.ts'

/** Figures that changed are loaded again at most this often, as those of a campaign are. */
const EVERY_MS = 2_000
/** How soon a stream that is not there is asked for again: there is nothing to follow yet. */
const MISSING_MS = 8_000

/**
 * @summary The results of a stream in a period: the cards, the indicators, the messages, when and by which links. Part
 * of `<campaign-stats>`. What is not counted for a period is absent. Follows the stream while somebody can see it.
 *
 * @csspart base - The whole.
 * @csspart card - One of the four cards.
 * @csspart indicator - One of the indicators.
 */
export class SillageStreamStats extends SillageElement<ResultsWords> {
  static override readonly english = resultsEn
  static override readonly tag = 'sillage-stream-stats'
  static override styles = [
    tokens,
    controls,
    wakeStyles,
    statsStyles,
    css`
      h2 {
        overflow-wrap: anywhere;
      }
      .days {
        align-items: end;
        inline-size: 100%;
      }
    `,
  ]
  static override properties = {
    stream: { attribute: false },
    choice: { state: true },
    stats: { state: true },
    timeline: { state: true },
    bucket: { state: true },
    failure: { state: true },
    missing: { state: true },
    machines: { state: true },
    rest: { state: true },
  }

  /** Its key. */
  declare stream: string
  declare private choice: PeriodChoice
  declare private stats: StreamStats | undefined
  declare private timeline: Curve | undefined
  /** Chosen by the person; undefined: what suits the period. */
  declare private bucket: TimelineBucket | undefined
  declare private failure: unknown
  /** There is no stream of this key: the first message of one makes it. */
  declare private missing: boolean
  declare private machines: boolean
  declare private rest: AfterFigures | undefined

  readonly #latest = createLatest()
  readonly #timelines = createLatest()
  readonly #reload = createThrottle(() => void this.#load(), EVERY_MS)
  #unfollow: (() => void) | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #view = new ViewController(this, () => this.#begin())

  constructor() {
    super()
    this.choice = 'month'
    this.machines = this.missing = false
  }

  protected override contextReady(): void {
    this.#empty()
    this.#begin()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#latest.cancel()
    this.#timelines.cancel()
    this.#reload.cancel()
    clearTimeout(this.#timer)
    this.#unfollow?.()
    this.#unfollow = undefined
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    if (!changed.has('stream')) return
    this.#empty()
    this.#begin()
  }

  protected override updated(): void {
    this.rest?.countFigures(this.renderRoot)
  }

  #empty(): void {
    this.stats = this.timeline = this.failure = undefined
    this.missing = false
  }

  #begin(): void {
    this.#unfollow?.()
    this.#unfollow = undefined
    this.#loadNow()
  }

  /** For as long as somebody can see it. A frame is about all times, and says only that something happened. */
  #follow(): void {
    if (this.#unfollow !== undefined || !this.#view.seen) return
    const again = () => this.#reload.request()
    this.#unfollow = this.activeContext?.streamLive(this.stream).subscribe({ frame: again, refresh: again })
  }

  #choose(choice: PeriodChoice): void {
    this.choice = choice
    this.bucket = undefined
    if (!isBackwards(choice)) this.#loadNow()
  }

  readonly #loadNow = (): void => {
    clearTimeout(this.#timer)
    this.#reload.cancel()
    if (this.#view.seen) this.#reload.request()
  }

  async #load(): Promise<void> {
    const { client, stream: key, choice } = this
    if (client === undefined || isBackwards(choice)) return
    const now = new Date()
    const period = askedPeriod(choice, now)
    try {
      const stats = await this.#latest.run((signal) =>
        client.get<StreamStats>('getStreamStats', { key }, { ...period }, signal),
      )
      if (stats === undefined) return
      if (this.stats !== undefined) this.#messages?.refresh()
      this.stats = stats
      this.failure = undefined
      this.missing = false
      this.#follow()
    } catch (error) {
      this.missing = isSillageError(error, 'not_found')
      this.failure = this.missing ? undefined : error
      if (this.missing) {
        this.stats = undefined
        clearTimeout(this.#timer)
        this.#timer = setTimeout(this.#loadNow, MISSING_MS)
      } else this.#follow()
      return
    }
    await this.#loadTimeline()
  }

  async #loadTimeline(): Promise<void> {
    const { client, stream: key, choice } = this
    if (client === undefined) return
    // The figures are shown without the rest; where it cannot be loaded, the next frame tries again.
    const loading = loadAfterFigures().then((rest) => {
      this.rest = rest
      return rest
    })
    const now = new Date()
    const [first = 'day'] = bucketsOf(choice, now)
    const query = { ...bucketQuery(this.bucket ?? first), ...askedPeriod(choice, now) }
    try {
      const timeline = await this.#timelines.run(async (signal) => {
        const answer = await client.get<Timeline>('getStreamTimeline', { key }, query, signal)
        return (await loading)?.fillTimeline(answer)
      })
      if (timeline !== undefined) this.timeline = timeline
    } catch {
      // The figures above are shown without the curve, and the next frame tries again.
    }
  }

  get #messages(): SillageMessages | null {
    return this.renderRoot.querySelector<SillageMessages>('sillage-messages')
  }

  #showLink(event: Event): void {
    this.#messages?.showLink((event as CustomEvent<LinkStats>).detail)
  }

  #chooseBucket(event: Event): void {
    this.bucket = (event as CustomEvent<TimelineBucket>).detail
    void this.#loadTimeline()
  }

  protected override render() {
    const { stats, words, failure, missing, choice } = this
    if (missing) return html`<p class="empty muted" role="status">${words.stream.none}</p>`
    if (stats === undefined) {
      if (failure !== undefined) return troubleView(words.stats.notLoaded, failure, words, this.#loadNow)
      return html`<p class="empty muted" role="status">${words.common.loading}</p>`
    }
    return html`<div class="base" part="base">
      <div class="row">
        <h2 class="grow"><bdi>${stats.stream.name}</bdi></h2>
        ${periodView(choice, words, (next) => this.#choose(next))}
      </div>
      ${stats.stream.status === 'paused' ? html`<div class="note warn" role="status">${words.stream.paused}</div>` : nothing}
      ${failure === undefined ? nothing : html`<div class="note bad" role="status">${staleText(failure, words)}</div>`}
      ${this.#figures(stats)}
    </div>`
  }

  readonly #showMachines = (shown: boolean): void => {
    this.machines = shown
  }

  #figures(stats: StreamStats) {
    const { words, format, timeline, client, stream, rest } = this
    // Machines and read time are counted for all mails together, and not for a period.
    const { opens, clicks } = stats
    const whole = opens.machine !== null && clicks.machine !== null
    const machines = whole && this.machines
    const measures = whole ? stats.stream.tracking.readTime !== false : null
    const figures = { stats, total: undefined, measures, timeline, machines, usual: undefined, words, format }
    return html`${cards(figures)} ${indicators(figures)}
      <div class="row">
        ${otherOutcomes(figures)}
        ${whole ? machinesToggle((opens.machine ?? 0) + (clicks.machine ?? 0), machines, words, format, this.#showMachines) : nothing}
        ${
          client === undefined
            ? nothing
            : exportLink(
                client,
                client.url('exportStreamMessages', { key: stream }, { separator: format.csvSeparator }),
                `stream-${stream}.csv`,
                words.stats.export,
                (save) => void save().catch((error) => this.tellFailure(error)),
              )
        }
        ${rest === undefined ? nothing : html`<sillage-help about="results"></sillage-help>`}
      </div>
      ${rest === undefined ? nothing : this.#rest(stats, machines)}`
  }

  #rest({ links }: StreamStats, machines: boolean) {
    const { stream, choice } = this
    return html`<sillage-messages .stream=${stream} .machines=${machines}></sillage-messages>
      <sillage-timeline
        .timeline=${this.timeline}
        .daysOnly=${!bucketsOf(choice, new Date()).includes('hour')}
        @sillage-bucket=${this.#chooseBucket}
      ></sillage-timeline>
      ${links === null ? nothing : html`<sillage-links .links=${links} @sillage-link=${this.#showLink}></sillage-links>`}`
  }
}
