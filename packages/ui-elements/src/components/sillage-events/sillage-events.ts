import type { EventItem, MessageItem } from '@sillage/core/browser'
import { html, nothing } from 'lit'
import { errorText } from '../../client/error-text.ts'
import { createLatest } from '../../client/latest.ts'
import { controls } from '../../styles/controls.styles.ts'
import { dialog } from '../../styles/dialog.styles.ts'
import { closeIcon } from '../../styles/icons.ts'
import { pill } from '../../styles/pill.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { showModal } from '../show-modal.ts'
import { SillageElement } from '../sillage-element.ts'
import { messageStatus } from '../sillage-messages/message-status.ts'
import { eventLine, isMachine } from './event-line.ts'
import { eventsStyles } from './sillage-events.styles.ts'

/**
 * @summary Everything known about the mail to one contact, in order, with who caused it. Part of `<campaign-stats>`.
 *
 * @csspart dialog - The dialog.
 */
export class SillageEvents extends SillageElement {
  static override readonly tag = 'sillage-events'
  static override styles = [tokens, controls, pill, dialog, eventsStyles]
  static override properties = {
    message: { state: true },
    events: { state: true },
    next: { state: true },
    failure: { state: true },
    machines: { state: true },
  }

  declare private message: MessageItem | undefined
  declare private events: readonly EventItem[] | undefined
  declare private next: string | null
  declare private failure: unknown
  declare private machines: boolean
  readonly #latest = createLatest()

  /** Opens the details of a message; with `machines` also hits no person caused. */
  async show(message: MessageItem, machines: boolean): Promise<void> {
    this.message = message
    this.machines = machines
    this.events = undefined
    this.next = null
    this.failure = undefined
    await this.updateComplete
    showModal(this.renderRoot.querySelector('dialog'))
    await this.#load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#latest.cancel()
  }

  async #load(cursor?: string): Promise<void> {
    const { client, message } = this
    if (client === undefined || message === undefined) return
    try {
      const page = await this.#latest.run((signal) => client.listEvents(message.id, { limit: 100, cursor }, signal))
      if (page === undefined) return
      this.events = cursor === undefined ? page.items : [...(this.events ?? []), ...page.items]
      this.next = page.next
      this.failure = undefined
    } catch (error) {
      this.failure = error
    }
  }

  protected override render() {
    const { message, words } = this
    if (message === undefined) return nothing
    const close = () => this.renderRoot.querySelector('dialog')?.close()
    return html`<dialog part="dialog" aria-labelledby="heading">
      <div class="frame">
        <div class="head">
          <div class="grow">
            <h2 id="heading"><bdi>${message.name ?? message.email}</bdi></h2>
            <div class="small muted wrap">${[message.name === null ? '' : message.email, message.company].filter(Boolean).join(' · ')}</div>
          </div>
          <button type="button" class="quiet icon" autofocus aria-label=${words.common.close} @click=${close}>${closeIcon}</button>
        </div>
        <div class="scroll" tabindex="0" role="region" aria-label=${words.details.title}>${this.#body(message)}</div>
      </div>
    </dialog>`
  }

  #body(message: MessageItem) {
    const { words, format } = this
    const text = words.details
    const sent =
      message.sentAt === null
        ? text.notSent
        : text.sent(format.dateTime(message.sentAt), format.number(message.attempts), message.attempts)
    return html`<div class="body num">
      <div class="row">${messageStatus(message, words)}<span class="small muted">${sent}</span></div>
      ${message.readMs === null ? nothing : html`<div class="small">${text.readTotal(format.duration(message.readMs))}</div>`}
      ${message.error === null ? nothing : html`<div class="note warn small"><b>${text.server}</b><br />${message.error.message}</div>`}
      ${this.#events()}
    </div>`
  }

  #events() {
    const { words, format, events, failure } = this
    const text = words.details
    if (failure !== undefined) {
      return html`<div class="note bad row" role="alert">
        <span class="grow">${text.failed}: ${errorText(failure, words)}</span>
        <button type="button" class="compact" @click=${() => this.#load()}>${words.common.retry}</button>
      </div>`
    }
    if (events === undefined) return html`<p class="muted small" role="status">${words.common.loading}</p>`
    const hidden = events.filter(isMachine).length
    const shown = this.machines ? events : events.filter((event) => !isMachine(event))
    return html`${shown.length === 0 && this.message?.sentAt !== null ? html`<p class="muted small">${hidden > 0 ? text.noneHuman : text.none}</p>` : nothing}
      <ol aria-label=${text.title}>${shown.map((event) => eventLine(event, words, format))}</ol>
      ${
        hidden === 0
          ? nothing
          : html`<label class="check small">
              <input type="checkbox" .checked=${this.machines} @change=${(event: Event) => {
                this.machines = (event.target as HTMLInputElement).checked
              }} />
              ${words.stats.machines(format.number(hidden))}
            </label>`
      }
      ${this.next === null ? nothing : html`<button type="button" class="quiet" @click=${() => this.#load(this.next ?? undefined)}>${words.common.more}</button>`}`
  }
}
