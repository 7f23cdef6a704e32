import { adoptStyles, html, type PropertyValues } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Notice } from '../../context/notices.ts'
import type { SillageContext } from '../../context/sillage-context.ts'
import type { LiveFrameOf, LiveListener } from '../../live/live-connection.ts'
import { controls } from '../../styles/controls.styles.ts'
import { closeIcon } from '../../styles/icons.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { modalListeners, topModal } from '../show-modal.ts'
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
 * itself (not while pointed at or focused), errors stay until dismissed. While a dialog of the elements is open, they are in it.
 *
 * @csspart toast - One notification.
 */
export class CampaignToasts extends WritingElement {
  static override readonly tag = 'campaign-toasts'
  static override properties = { toasts: { state: true } }
  declare private toasts: readonly Toast[]

  /** Set by `createRenderRoot`, before anything is drawn. */
  declare private region: HTMLElement
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

  override connectedCallback(): void {
    super.connectedCallback()
    modalListeners.add(this.#place)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    modalListeners.delete(this.#place)
    this.shadowRoot?.append(this.region)
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

  /** Drawn into a region of its own, which moves from dialog to dialog. */
  protected override createRenderRoot(): ShadowRoot {
    super.createRenderRoot()
    const region = document.createElement('section')
    region.popover = 'manual'
    region.setAttribute('exportparts', 'toast')
    this.region = region
    const root = region.attachShadow({ mode: 'open' })
    adoptStyles(root, [tokens, controls, toastsStyles])
    return root
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
      void this.#tell(data.campaignId, { kind: 'success', title: words.toasts.complete, text })
    } else if (name === 'campaign_error' && data.messageId === undefined) {
      const key = `${data.campaignId} ${data.code}`
      const now = Date.now()
      if (now - (this.#told.get(key) ?? Number.NEGATIVE_INFINITY) < REPEAT_MS) return
      this.#told.set(key, now)
      const title = data.fatal ? words.toasts.paused : words.toasts.trouble
      void this.#tell(data.campaignId, { kind: 'error', title, text: words.errors[data.code] ?? data.message })
    }
  }

  /** Frames do not name their campaign, but several may be under way. */
  async #tell(campaignId: string, notice: Notice): Promise<void> {
    const campaign = await this.client?.getCampaign(campaignId).catch(() => undefined)
    this.show(campaign === undefined ? notice : { ...notice, title: this.words.toasts.of(notice.title, campaign.name) })
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

  readonly #place = (grown = false): void => {
    const { region } = this
    const home = topModal() ?? this.shadowRoot
    if (!this.isConnected || home === null) return
    const moved = region.parentNode !== home
    if (moved) home.append(region)
    // Hidden and shown again, the region comes to lie above what opened meanwhile.
    if (moved || grown || this.toasts.length === 0) region.hidePopover()
    if (this.toasts.length > 0 && !region.matches(':popover-open')) region.showPopover()
  }

  protected override updated(changed: PropertyValues): void {
    this.region.ariaLabel = this.words.toasts.region
    if (!changed.has('toasts')) return
    this.#place(this.toasts.length > ((changed.get('toasts') as readonly Toast[] | undefined)?.length ?? 0))
  }

  protected override render() {
    const { words } = this
    return html`${repeat(
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
    )}`
  }
}
