import { html, type PropertyValues } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Notice } from '../../context/notices.ts'
import type { SillageContext } from '../../context/sillage-context.ts'
import type { LiveFrameOf, LiveListener } from '../../live/live-connection.ts'
import { controls } from '../../styles/controls.styles.ts'
import { closeIcon } from '../../styles/icons.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { WritingElement } from '../writing-element.ts'
import { toastsStyles } from './campaign-toasts.styles.ts'

interface Toast extends Notice {
  id: number
}

const SUCCESS_MS = 7_000
const MOST_SHOWN = 4
/** The same trouble of the same campaign is told once in this time. */
const REPEAT_MS = 60_000

/**
 * @summary Tells success and trouble in passing: campaigns that complete or stop, actions that worked or did not. Success goes by
 * itself (not while pointed at or focused), errors stay until dismissed.
 *
 * @csspart toast - One notification.
 */
export class CampaignToasts extends WritingElement {
  static override readonly tag = 'campaign-toasts'
  static override styles = [tokens, controls, toastsStyles]
  static override properties = { toasts: { state: true } }
  declare private toasts: readonly Toast[]

  #next = 1
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>()
  readonly #running = new Set<string>()
  readonly #told = new Map<string, number>()

  constructor() {
    super()
    this.toasts = []
  }

  protected override attach(context: SillageContext): () => void {
    const detach = super.attach(context)
    const unsubscribe = context.notices.subscribe((notice) => this.show(notice))
    return () => {
      detach()
      unsubscribe()
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }

  /** Shows a notification; the oldest goes when there are more than four. */
  show(notice: Notice): void {
    const toast = { ...notice, id: this.#next++ }
    this.toasts = [...this.toasts, toast].slice(-MOST_SHOWN)
    if (notice.kind === 'success') this.#leaveLater(toast.id)
  }

  protected override liveListener(): LiveListener {
    return { frame: (frame) => this.#onFrame(frame) }
  }

  #onFrame({ name, data }: LiveFrameOf): void {
    const { words, format } = this
    if (name === 'campaign_progress') {
      // The last progress of a campaign says that it is over, just before its end is told.
      if (data.status === 'sending') this.#running.add(data.campaignId)
      else if (data.status === 'cancelled') this.#running.delete(data.campaignId)
    } else if (name === 'campaign_complete') {
      // A snapshot also tells of campaigns that ended long ago; only those seen running are news.
      if (!this.#running.delete(data.campaignId) || data.status !== 'completed') return
      const failures = words.list.failures(format.number(data.failed), data.failed)
      const text = words.toasts.completeText(format.number(data.sent), failures)
      this.show({ kind: 'success', title: words.toasts.complete, text })
    } else if (name === 'campaign_error' && data.messageId === undefined) {
      const key = `${data.campaignId} ${data.code}`
      const now = Date.now()
      if (now - (this.#told.get(key) ?? Number.NEGATIVE_INFINITY) < REPEAT_MS) return
      this.#told.set(key, now)
      const title = data.fatal ? words.toasts.paused : words.toasts.trouble
      this.show({ kind: 'error', title, text: words.errors[data.code] ?? data.message })
    }
  }

  #leaveLater(id: number): void {
    clearTimeout(this.#timers.get(id))
    this.#timers.set(
      id,
      setTimeout(() => this.#dismiss(id), SUCCESS_MS),
    )
  }

  #hold(id: number): void {
    clearTimeout(this.#timers.get(id))
  }

  #dismiss(id: number): void {
    clearTimeout(this.#timers.get(id))
    this.#timers.delete(id)
    this.toasts = this.toasts.filter((toast) => toast.id !== id)
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('toasts')) return
    const before = (changed.get('toasts') as readonly Toast[] | undefined)?.length ?? 0
    const region = this.renderRoot.querySelector<HTMLElement>('[popover]')
    if (region === null || !this.isConnected) return
    // Hidden and shown again, the region comes to lie above a dialog that opened meanwhile.
    const open = region.matches(':popover-open')
    const grown = this.toasts.length > before
    if (open && (grown || this.toasts.length === 0)) region.hidePopover()
    if (grown) region.showPopover()
  }

  protected override render() {
    const { words } = this
    return html`<section popover="manual" aria-label=${words.toasts.region} class="region">
      ${repeat(
        this.toasts,
        (toast) => toast.id,
        (toast) => html`<div
          class="toast ${toast.kind === 'error' ? 'bad' : ''}"
          part="toast"
          role=${toast.kind === 'error' ? 'alert' : 'status'}
          @pointerenter=${() => this.#hold(toast.id)}
          @pointerleave=${() => toast.kind === 'success' && this.#leaveLater(toast.id)}
          @focusin=${() => this.#hold(toast.id)}
          @focusout=${() => toast.kind === 'success' && this.#leaveLater(toast.id)}
        >
          <div class="grow wrap">
            <b>${toast.title}</b>
            ${toast.text === undefined ? '' : html`<div class="small muted">${toast.text}</div>`}
          </div>
          <button type="button" class="quiet icon compact" aria-label=${words.toasts.dismiss} @click=${() => this.#dismiss(toast.id)}>
            ${closeIcon}
          </button>
        </div>`,
      )}
    </section>`
  }
}
