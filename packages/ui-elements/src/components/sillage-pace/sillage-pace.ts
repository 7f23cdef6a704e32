import { type Campaign, isSillageError, type Limits } from '@sillage/core/browser'
import { css, html, nothing } from 'lit'
import { errorText } from '../../client/error-text.ts'
import { type PacingWords, pacingEn } from '../../locales/pacing-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { SillageElement } from '../sillage-element.ts'
import { countOf, secondsOf } from '../typed-numbers.ts'

const limitNames = ['perMinute', 'perHour', 'perDay'] as const

/** As typed. */
type Typed = Record<'delay' | (typeof limitNames)[number], string>

/**
 * @summary How fast a campaign is sent, to be changed while it is. Part of `<campaign-stats>`.
 *
 * @event sillage-changed - The pace was changed, or somebody else changed the campaign meanwhile.
 */
export class SillagePace extends SillageElement<PacingWords> {
  static override readonly english = pacingEn
  static override readonly tag = 'sillage-pace'
  static override styles = [
    tokens,
    controls,
    css`
      /* Where there is nothing to change it takes no place. */
      :host {
        display: contents;
      }
      summary {
        cursor: pointer;
        font-weight: 560;
        font-size: 14px;
      }
      form {
        display: grid;
        gap: 12px;
        padding-block-start: 12px;
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 170px), 1fr));
        align-items: end;
        gap: 12px;
      }
    `,
  ]
  static override properties = {
    campaign: { attribute: false },
    typed: { state: true },
    problem: { state: true },
    busy: { state: true },
  }

  declare campaign: Campaign | undefined
  /** Undefined: what the campaign has. */
  declare private typed: Typed | undefined
  declare private problem: string
  declare private busy: boolean

  constructor() {
    super()
    this.problem = ''
    this.busy = false
  }

  async #save(event: Event): Promise<void> {
    event.preventDefault()
    const { client, campaign, words } = this
    if (client === undefined || campaign === undefined || this.busy) return
    const typed = this.typed ?? typedOf(campaign)
    const delayMs = secondsOf(typed.delay)
    const limits = limitsOf(typed, campaign.limits)
    this.problem = delayMs === undefined ? words.pace.needDelay : limits === undefined ? words.pace.needLimit : ''
    if (delayMs === undefined || limits === undefined) return
    this.busy = true
    try {
      await client.updateCampaign(campaign.id, { delayMs, limits, ifRevision: campaign.revision })
      this.typed = undefined
      this.activeContext?.notices.publish({ kind: 'success', title: words.pace.saved, text: campaign.name })
      this.dispatchEvent(new Event('sillage-changed'))
    } catch (error) {
      const conflict = isSillageError(error, 'edit_conflict')
      this.problem = conflict ? words.pace.conflict : errorText(error, words)
      if (conflict) {
        this.typed = undefined
        this.dispatchEvent(new Event('sillage-changed'))
      }
    } finally {
      this.busy = false
    }
  }

  #field(name: keyof Typed, typed: Typed) {
    return html`<div class="field">
      <label for=${name}>${this.words.pace[name]}</label>
      <input
        id=${name}
        class="num"
        inputmode="decimal"
        autocomplete="off"
        aria-describedby="problem hint"
        .value=${typed[name]}
        @input=${(event: InputEvent) => {
          this.typed = { ...typed, [name]: (event.target as HTMLInputElement).value }
          this.problem = ''
        }}
      />
    </div>`
  }

  protected override render() {
    const { campaign, words, problem, busy } = this
    // Nothing is left to be sent in any other state.
    if (campaign === undefined || !['sending', 'paused'].includes(campaign.status)) return nothing
    const typed = this.typed ?? typedOf(campaign)
    const text = words.pace
    return html`<details>
      <summary>${text.title}</summary>
      <form novalidate @submit=${this.#save}>
        <div class="fields">${this.#field('delay', typed)} ${limitNames.map((name) => this.#field(name, typed))}</div>
        <div class="small muted" id="hint">${text.hint}</div>
        <div class="error" id="problem" aria-live="polite">${problem}</div>
        <div><button type="submit" class="compact ${busy ? 'busy' : ''}" ?disabled=${busy}>${text.save}</button></div>
      </form>
    </details>`
  }
}

function typedOf({ delayMs, limits }: Campaign): Typed {
  const limit = (name: (typeof limitNames)[number]) => String(limits[name] ?? '')
  return {
    delay: String(delayMs / 1000),
    perMinute: limit('perMinute'),
    perHour: limit('perHour'),
    perDay: limit('perDay'),
  }
}

/** With what the campaign has that has no field here; undefined where a field holds no limit. */
function limitsOf(typed: Typed, { perSecond, burst }: Limits): Limits | undefined {
  const limits: Limits = {
    ...(perSecond === undefined ? {} : { perSecond }),
    ...(burst === undefined ? {} : { burst }),
  }
  for (const name of limitNames) {
    if (typed[name].trim() === '') continue
    const count = countOf(typed[name])
    if (count === undefined) return undefined
    limits[name] = count
  }
  return limits
}
