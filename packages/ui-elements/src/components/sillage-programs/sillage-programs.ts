import type { ProgramStats, Programs } from '@sillage/core/browser'
import { ratio } from '@sillage/core/browser'
import { css, html, nothing, type PropertyValues } from 'lit'
import { createLatest } from '../../client/latest.ts'
import { createThrottle } from '../../client/throttle.ts'
import { ViewController } from '../../controllers/view-controller.ts'
import { type ResultsWords, resultsEn } from '../../locales/results-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { figureTable } from '../../styles/figure-table.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { SillageElement } from '../sillage-element.ts'
import { troubleView } from '../trouble-view.ts'
import { type ProgramRow, people, programRows } from './program-rows.ts'

/** How many programs stand there at first. */
const FEW = 6
const EVERY_MS = 10_000

/**
 * @summary With which programs and on which devices a campaign was opened and clicked. Part of `<campaign-stats>`.
 *
 * Asked for when it comes into view, and while it is in view again at most every 10 seconds.
 */
export class SillagePrograms extends SillageElement<ResultsWords> {
  static override readonly english = resultsEn
  static override readonly tag = 'sillage-programs'
  static override styles = [
    tokens,
    controls,
    figureTable,
    css`
      :host {
        container-type: inline-size;
      }
      .base,
      .tables {
        display: grid;
        gap: 10px;
        align-items: start;
      }
      .tables {
        grid-template-columns: 3fr 2fr;
        gap: 14px;
      }
      .name {
        overflow-wrap: anywhere;
      }
      @container (max-width: 720px) {
        .tables {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ]
  static override properties = {
    campaignId: { attribute: 'campaign-id' },
    machines: { type: Boolean },
    programs: { state: true },
    failure: { state: true },
    whole: { state: true },
  }

  declare campaignId: string | undefined
  /** Whether machines stand beside. */
  declare machines: boolean
  declare private programs: readonly ProgramStats[] | undefined
  declare private failure: unknown
  /** All programs are shown. */
  declare private whole: boolean

  readonly #latest = createLatest()
  readonly #reload = createThrottle(() => void (this.#view.seen && this.#load()), EVERY_MS)
  /** Something may have changed since it was asked for. */
  #stale = true
  readonly #view = new ViewController(this, (seen) => {
    if (seen) this.#ask()
  })

  constructor() {
    super()
    this.machines = false
    this.whole = false
  }

  /** What is shown may be old. */
  refresh(): void {
    this.#stale = true
    this.#ask()
  }

  protected override contextReady(): void {
    this.refresh()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#latest.cancel()
    this.#reload.cancel()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    if (!changed.has('campaignId')) return
    this.programs = undefined
    this.whole = false
    this.#reload.cancel()
    this.refresh()
  }

  #ask(): void {
    if (this.#stale && this.#view.seen) this.#reload.request()
  }

  async #load(): Promise<void> {
    const { client, campaignId } = this
    if (client === undefined || campaignId === undefined) return
    this.#stale = false
    try {
      const answer = await this.#latest.run((signal) =>
        client.get<Programs>('getPrograms', { id: campaignId }, {}, signal),
      )
      if (answer === undefined) return
      this.programs = answer.items
      this.failure = undefined
    } catch (error) {
      this.failure = error
    }
  }

  protected override render() {
    const { words, programs, failure } = this
    const text = words.programs
    return html`<section class="base" aria-busy=${programs === undefined && failure === undefined}>
      <h3>${text.title}</h3>
      ${
        programs === undefined
          ? failure === undefined
            ? html`<p class="small muted">${words.common.loading}</p>`
            : troubleView(text.failed, failure, words, () => void this.#load())
          : this.#tables(programs)
      }
    </section>`
  }

  #tables(programs: readonly ProgramStats[]) {
    const { words, machines, format, whole } = this
    const text = words.programs
    const names: Readonly<Record<string, string>> = text.names
    const rows = programRows(programs, ({ name }) => names[name] ?? name, machines)
    if (rows.length === 0) return html`<p class="small muted">${text.none}</p>`
    const devices = programRows(programs, ({ device }) => text.devices[device], machines)
    return html`<div class="tables">
      <div>
        ${this.#table(text.program, whole ? rows : rows.slice(0, FEW))}
        ${
          rows.length <= FEW
            ? nothing
            : html`<button type="button" class="quiet compact" aria-expanded=${whole} @click=${() => {
                this.whole = !whole
              }}>${whole ? text.fewer : text.all(format.number(rows.length))}</button>`
        }
      </div>
      ${this.#table(text.device, devices)}
    </div>`
  }

  #table(label: string, rows: readonly ProgramRow[]) {
    const { words, format, machines } = this
    const most = Math.max(...rows.map(people))
    const cell = (count: number) => html`<td class="n">${format.number(count)}</td>`
    const head = (name: string) => html`<th scope="col" class="n">${name}</th>`
    return html`<div class="panel">
      <table class="num">
        <thead>
          <tr>
            <th scope="col">${label}</th>
            ${head(words.stats.opens)}${head(words.stats.clicks)}${machines ? head(words.programs.machines) : nothing}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) => html`<tr>
              <th scope="row">
                <span class="name"><bdi>${row.label}</bdi></span>
                <span class="share" .style=${`inline-size: ${(ratio(people(row), most) * 100).toFixed(1)}%`}></span>
              </th>
              ${cell(row.opens)}${cell(row.clicks)}${machines ? cell(row.machine) : nothing}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`
  }
}
