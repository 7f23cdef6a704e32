import type { TimelineBucket } from '@sillage/core/browser'
import { html, nothing, type PropertyValues } from 'lit'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { SillageElement } from '../sillage-element.ts'
import type { Curve } from './curve.ts'
import { type Chart, drawChart, isFew } from './draw-chart.ts'
import { timelineStyles } from './sillage-timeline.styles.ts'

/**
 * @summary Opens and clicks over time, as a chart or as a table. Part of `<campaign-stats>`.
 */
export class SillageTimeline extends SillageElement {
  static override readonly tag = 'sillage-timeline'
  static override styles = [tokens, controls, timelineStyles]
  static override properties = {
    timeline: { attribute: false },
    daysOnly: { attribute: false },
    asTable: { state: true },
    pointed: { state: true },
  }

  declare timeline: Curve | undefined
  /** There would be too many hours. */
  declare daysOnly: boolean
  declare private asTable: boolean
  declare private pointed: number | undefined

  #chart: Chart | undefined
  #drawing = 0
  /** The language the chart was drawn in. */
  #words: unknown
  #bucket: TimelineBucket | undefined
  #few = false
  #sizes: ResizeObserver | undefined
  readonly #scheme = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : undefined
  readonly #redraw = () => {
    this.#erase()
    this.requestUpdate()
  }

  constructor() {
    super()
    this.asTable = this.daysOnly = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#scheme?.addEventListener('change', this.#redraw)
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#scheme?.removeEventListener('change', this.#redraw)
    this.#erase()
  }

  #erase(): void {
    this.#drawing += 1
    this.#sizes?.disconnect()
    this.#sizes = undefined
    this.#chart?.destroy()
    this.#chart = undefined
  }

  protected override updated(changed: PropertyValues<this>): void {
    const target = this.renderRoot.querySelector<HTMLElement>('.chart')
    if (target === null || this.timeline === undefined) {
      this.#erase()
    } else if (this.#chart === undefined) {
      if (this.#sizes === undefined) void this.#draw(target)
    } else if (
      this.#words !== this.words ||
      this.#bucket !== this.timeline.bucket ||
      this.#few !== isFew(this.timeline)
    ) {
      this.#redraw()
    } else if (changed.has('timeline')) {
      this.#chart.update(this.timeline, target.clientWidth)
    }
  }

  async #draw(target: HTMLElement): Promise<void> {
    const { timeline, words, format } = this
    if (timeline === undefined) return
    const mine = ++this.#drawing
    this.#sizes = new ResizeObserver(() => {
      if (this.timeline !== undefined) this.#chart?.update(this.timeline, target.clientWidth)
    })
    const ink = (name: string) => getComputedStyle(this.renderRoot.querySelector(`.${name}-ink`) ?? this).color
    const drawn = drawChart(target, timeline, {
      inks: {
        opens: ink('opens'),
        clicks: ink('clicks'),
        axis: ink('axis'),
        grid: ink('grid'),
        font: `12px ${getComputedStyle(this).fontFamily}`,
      },
      format,
      opens: words.stats.opens,
      clicks: words.stats.clicks,
      point: (index) => {
        this.pointed = index
      },
    })
    // A chart that cannot be loaded or drawn here is not a reason to show nothing: the table has the same.
    const chart = await drawn.catch(() => undefined)
    if (mine !== this.#drawing) {
      chart?.destroy()
      return
    }
    if (chart === undefined) {
      this.asTable = true
      return
    }
    this.#chart = chart
    this.#words = words
    this.#bucket = timeline.bucket
    this.#few = isFew(timeline)
    if (this.timeline !== undefined) chart.update(this.timeline, target.clientWidth)
    this.#sizes?.observe(target)
  }

  #choose(bucket: TimelineBucket): void {
    this.dispatchEvent(new CustomEvent('sillage-bucket', { detail: bucket }))
  }

  protected override render() {
    const { timeline, words, asTable } = this
    const text = words.stats
    return html`<div class="base">
      <div class="row">
        <h3>${text.timeline}</h3>
        ${timeline === undefined || silent(timeline) ? nothing : this.#tabs(timeline)}
      </div>
      ${timeline === undefined ? nothing : silent(timeline) ? html`<p class="muted small">${text.noTimeline}</p>` : asTable ? this.#rows(timeline) : this.#picture(timeline)}
    </div>`
  }

  #tabs({ bucket }: Curve) {
    const { words, asTable } = this
    const text = words.stats
    const press = (pressed: boolean, label: string, act: () => void) =>
      html`<button type="button" aria-pressed=${pressed} @click=${act}>${label}</button>`
    return html`${
      this.daysOnly
        ? nothing
        : html`<div class="tabs">
                ${press(bucket === 'hour', text.hour, () => this.#choose('hour'))}
                ${press(bucket === 'day', text.day, () => this.#choose('day'))}
              </div>`
    }
        <div class="tabs">
          ${press(!asTable, text.chart, () => {
            this.asTable = false
          })}
          ${press(asTable, text.table, () => {
            this.asTable = true
          })}
        </div>`
  }

  #picture(timeline: Curve) {
    const { words, format } = this
    const sum = (pick: (item: Curve['items'][number]) => number) =>
      format.number(timeline.items.reduce((total, item) => total + pick(item), 0))
    const opens = sum((item) => item.opens)
    const clicks = sum((item) => item.clicks)
    const at = this.pointed === undefined ? undefined : timeline.items[this.pointed]
    return html`<div class="legend small num" aria-hidden="true">
        <span>${words.stats.opens} <b>${at === undefined ? opens : format.number(at.opens)}</b></span>
        <span class="clicks">${words.stats.clicks} <b>${at === undefined ? clicks : format.number(at.clicks)}</b></span>
        ${at === undefined ? nothing : html`<time class="muted">${this.#time(timeline, at.at)}</time>`}
      </div>
      <div class="probe opens-ink"></div>
      <div class="probe clicks-ink"></div>
      <div class="probe axis-ink"></div>
      <div class="probe grid-ink"></div>
      <div class="chart" role="img" aria-label=${words.stats.chartLabel(opens, clicks)}></div>`
  }

  #time(timeline: Curve, at: string): string {
    return timeline.bucket === 'day' ? this.format.date(at) : this.format.dateTime(at)
  }

  #rows(timeline: Curve) {
    const { words, format } = this
    return html`<div class="panel rows" tabindex="0" role="region" aria-label=${words.stats.timeline}>
      <table class="num">
        <thead>
          <tr>
            <th scope="col">${words.stats.when}</th>
            <th scope="col">${words.message.sent}</th>
            <th scope="col">${words.stats.opens}</th>
            <th scope="col">${words.stats.clicks}</th>
          </tr>
        </thead>
        <tbody>
          ${timeline.items.filter(happened).map(
            (item) => html`<tr>
              <th scope="row">${this.#time(timeline, item.at)}</th>
              <td>${format.number(item.sent)}</td>
              <td>${format.number(item.opens)}</td>
              <td>${format.number(item.clicks)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`
  }
}

/** Empty hours make the curve fall, but would only fill the table. */
function happened({ sent, opens, clicks }: Curve['items'][number]): boolean {
  return sent + opens + clicks > 0
}

/** Nothing but sending happened: a sentence says more than an empty chart. */
function silent({ items }: Curve): boolean {
  return items.every(({ opens, clicks }) => opens + clicks === 0)
}
