import type { LiveEvents } from '@sillage/core/browser'
import type { LiveFrameOf, LiveListener } from '@sillage/core/client'
import { adoptStyles, html, type PropertyValues } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Notice } from '../../context/notices.ts'
import type { SillageContext } from '../../context/sillage-context.ts'
import { type ManagingWords, managingEn } from '../../locales/managing-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { closeIcon } from '../../styles/icons.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { modalListeners, topModal } from '../show-modal.ts'
import { SillageElement } from '../sillage-element.ts'
import { toastsStyles } from './campaign-toasts.styles.ts'

interface Toast extends Notice {
  id: number
}

const SUCCESS_MS = 7_000
const MOST_SHOWN = 4
/** The same trouble of the same campaign is shown once in this time. */
const REPEAT_MS = 60_000

/** What the notice of a campaign's end is about; trouble is about the campaign itself. */
const endOf = (campaignId: string) => `end ${campaignId}`

/**
 * @summary Brief notifications of success and trouble: campaigns that complete or stop, actions that worked or did not.
 * Success disappears by itself (not while pointed at or focused), errors stay until dismissed or over. Presses pass
 * through to what is under them. While a dialog of the elements is open, they are in it.
 *
 * @csspart toast - One notification.
 */
export class CampaignToasts extends SillageElement<ManagingWords> {
  static override readonly english = managingEn
  static override readonly tag = 'campaign-toasts'
  static override properties = { toasts: { state: true } }
  declare private toasts: readonly Toast[]

  /** Set by `createRenderRoot`, before anything is drawn. */
  declare private region: HTMLElement
  #next = 1
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>()
  readonly #running = new Set<string>()
  readonly #told = new Map<string, number>()
  /** Campaigns whose trouble is shown, and how much of each was sent when it was last standing still. */
  readonly #held = new Map<string, number>()
  #pointer: PointerEvent | undefined

  constructor() {
    super()
    this.toasts = []
  }

  protected override attach(context: SillageContext): () => void {
    const detach = super.attach(context)
    const unsubscribe = context.notices.subscribe(
      (notice) => this.show(notice),
      (about) => this.#settle(about),
    )
    return () => {
      detach()
      unsubscribe()
    }
  }

  override connectedCallback(): void {
    super.connectedCallback()
    modalListeners.add(this.#place)
    addEventListener('resize', this.#clear)
    addEventListener('pointermove', this.#point)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    modalListeners.delete(this.#place)
    removeEventListener('resize', this.#clear)
    removeEventListener('pointermove', this.#point)
    this.shadowRoot?.append(this.region)
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }

  /** Shows a notification, in place of one about the same; the oldest is removed when there are more than four. */
  show(notice: Notice): void {
    const toast = { ...notice, id: this.#next++ }
    const others = this.toasts.filter(({ about }) => about === undefined || about !== notice.about)
    this.toasts = [...others, toast].slice(-MOST_SHOWN)
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
      this.#watch(data)
      // The last progress of a campaign says that it is over, just before the frame of its end.
      if (data.status === 'sending') {
        // The notification of its end is no longer true.
        if (!this.#running.has(data.campaignId)) this.#settle(endOf(data.campaignId))
        this.#running.add(data.campaignId)
      } else if (data.status === 'cancelled') this.#running.delete(data.campaignId)
    } else if (name === 'campaign_complete') {
      // A snapshot also includes campaigns that ended long ago; only those seen running are notified.
      if (!this.#running.delete(data.campaignId) || data.status !== 'completed') return
      const { sent, failed, skipped, unknown } = data
      const others = [
        words.list.failures(format.number(failed), failed),
        ...(unknown > 0 ? [words.list.uncertain(format.number(unknown))] : []),
        ...(skipped > 0 ? [words.list.leftOut(format.number(skipped))] : []),
      ]
      const text =
        sent > 0
          ? words.toasts.completeText([words.list.sent(format.number(sent)), ...others].join(', '))
          : words.toasts.completeNothing(others.join(', '))
      const kind = sent > 0 ? 'success' : 'error'
      void this.#tell(data.campaignId, { kind, about: endOf(data.campaignId), title: words.toasts.complete, text })
    } else if (name === 'campaign_error' && data.messageId === undefined) {
      const key = `${data.campaignId} ${data.code}`
      const now = Date.now()
      if (now - (this.#told.get(key) ?? Number.NEGATIVE_INFINITY) < REPEAT_MS) return
      this.#told.set(key, now)
      this.#held.set(data.campaignId, Number.POSITIVE_INFINITY)
      const title = data.fatal ? words.toasts.paused : words.toasts.trouble
      void this.#tell(data.campaignId, {
        kind: 'error',
        about: data.campaignId,
        title,
        text: words.errors[data.code] ?? data.message,
      })
    }
  }

  /**
   * Removes the trouble of a campaign once mails are sent again, or it is over. Mails in flight may still arrive while
   * it is paused.
   */
  #watch({ campaignId, status, sent }: LiveEvents['campaign_progress']): void {
    const before = this.#held.get(campaignId)
    if (before === undefined) return
    const again = status === 'sending' && sent > before
    if (again || status === 'completed' || status === 'cancelled') this.#settle(campaignId)
    else if (before === Number.POSITIVE_INFINITY || status === 'paused') this.#held.set(campaignId, sent)
  }

  #settle(about: string): void {
    this.#held.delete(about)
    this.toasts = this.toasts.filter((toast) => toast.kind === 'success' || toast.about !== about)
  }

  /** Frames do not name their campaign, but several may be running. */
  async #tell(campaignId: string, notice: Notice): Promise<void> {
    const campaign = await this.client?.getCampaign(campaignId).catch(() => undefined)
    // Trouble that ended while the name was being loaded is not notified.
    if (notice.about === campaignId && !this.#held.has(campaignId)) return
    this.show(campaign === undefined ? notice : { ...notice, title: this.words.toasts.of(notice.title, campaign.name) })
  }

  #leaveLater(id: number): void {
    clearTimeout(this.#timers.get(id))
    this.#timers.set(
      id,
      // It lets presses through to what is under it, so pointing at it fires no event of its own.
      setTimeout(() => (this.#isPointed(id) ? this.#leaveLater(id) : this.#dismiss(id)), SUCCESS_MS),
    )
  }

  readonly #point = (event: PointerEvent): void => {
    // A lifted finger points at nothing.
    this.#pointer = event.pointerType === 'touch' ? undefined : event
  }

  #isPointed(id: number): boolean {
    const box = this.renderRoot.querySelector(`#toast-${id}`)?.getBoundingClientRect()
    const at = this.#pointer
    if (box === undefined || at === undefined) return false
    const { clientX: x, clientY: y } = at
    return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom
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
    // Hidden and shown again, the region is placed above what opened meanwhile.
    if (moved || grown || this.toasts.length === 0) region.hidePopover()
    if (this.toasts.length > 0 && !region.matches(':popover-open')) region.showPopover()
    this.#clear()
  }

  /** In a dialog, its end stays free: the foot has the buttons that matter. */
  readonly #clear = (): void => {
    const { region } = this
    region.style.insetBlockEnd = ''
    const modal = topModal()
    const foot = modal?.querySelector('.foot')?.getBoundingClientRect()
    // A dialog that still rises has its foot elsewhere in a moment.
    for (const rising of modal?.getAnimations() ?? []) rising.finished.then(this.#clear, () => {})
    const box = region.getBoundingClientRect()
    if (foot === undefined || box.height === 0) return
    const below = box.bottom <= foot.top || box.top >= foot.bottom
    const apart = below || box.left >= foot.right || box.right <= foot.left
    if (!apart) region.style.insetBlockEnd = `${innerHeight - foot.top}px`
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
          id="toast-${toast.id}"
          class="toast ${toast.kind === 'error' ? 'bad' : ''}"
          part="toast"
          role=${toast.kind === 'error' ? 'alert' : 'status'}
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
