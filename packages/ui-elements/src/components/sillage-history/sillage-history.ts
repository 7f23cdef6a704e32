import type { MessageItem } from '@sillage/core/browser'
import { css, html, nothing, type PropertyValues } from 'lit'
import { apiOf } from '../../client/api.ts'
import { createLatest } from '../../client/latest.ts'
import { type ContactsWords, contactsEn } from '../../locales/contacts-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { pill } from '../../styles/pill.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { SillageElement } from '../sillage-element.ts'
import { messageStatus } from '../sillage-messages/message-status.ts'
import { troubleView } from '../trouble-view.ts'
import { createMailNames } from './mail-names.ts'

const PAGE = 10

/** What one person was sent, the newest first, and what became of it. Part of `<contact-manager>`. */
export class SillageHistory extends SillageElement<ContactsWords> {
  static override readonly english = contactsEn
  static override readonly tag = 'sillage-history'
  static override styles = [
    tokens,
    controls,
    pill,
    css`
      ol {
        display: grid;
        gap: 12px;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 12px;
        align-items: start;
      }
      .status {
        text-align: end;
      }
      .why {
        display: block;
        max-inline-size: 180px;
      }
      .empty {
        padding: 0;
        justify-items: start;
        text-align: start;
      }
    `,
  ]
  static override properties = {
    contactId: { attribute: false },
    items: { state: true },
    next: { state: true },
    failure: { state: true },
    busy: { state: true },
  }

  declare contactId: string
  /** Undefined until they are loaded. */
  declare private items: readonly MessageItem[] | undefined
  declare private next: string | null
  declare private failure: unknown
  declare private busy: boolean

  readonly #latest = createLatest()
  readonly #names = createMailNames()

  constructor() {
    super()
    this.next = null
    this.busy = false
  }

  protected override contextReady(): void {
    void this.#begin()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#latest.cancel()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    if (changed.get('contactId') !== undefined) void this.#begin()
  }

  #begin(): Promise<void> {
    this.items = undefined
    this.next = null
    return this.#load()
  }

  async #load(): Promise<void> {
    const { client, contactId, next } = this
    if (client === undefined) return
    this.busy = true
    this.failure = undefined
    try {
      const page = await this.#latest.run(async () => {
        const cursor = next === null ? {} : { cursor: next }
        const read = await apiOf(client).messages.list({ contactId, limit: PAGE, ...cursor })
        await this.#names.load(client, read.items)
        return read
      })
      if (page === undefined) return
      this.items = [...(this.items ?? []), ...page.items]
      this.next = page.next
    } catch (failure) {
      this.failure = failure
    }
    this.busy = false
  }

  protected override render() {
    const { words, items, next, failure, busy } = this
    const text = words.contacts
    if (failure !== undefined) return troubleView(text.historyFailed, failure, words, () => void this.#load())
    if (items === undefined) return html`<p class="small muted" role="status">${words.common.loading}</p>`
    if (items.length === 0 && next === null) return html`<p class="small muted">${text.historyEmpty}</p>`
    return html`<ol>${items.map((item) => this.#item(item))}</ol>
      ${
        next === null
          ? nothing
          : html`<p><button type="button" class="quiet compact ${busy ? 'busy' : ''}" aria-disabled=${busy} @click=${() => busy || void this.#load()}>${words.common.more}</button></p>`
      }`
  }

  #item(item: MessageItem) {
    const { words, format } = this
    const text = words.contacts
    const { sentAt, opens, clicks, lastOpenAt, lastClickAt } = item
    const done = [
      sentAt === null ? text.notSent : text.sentAt(format.dateTime(sentAt)),
      ...(opens === 0 || lastOpenAt === null ? [] : [text.opened(format.number(opens), format.dateTime(lastOpenAt))]),
      ...(clicks === 0 || lastClickAt === null
        ? []
        : [text.clicked(format.number(clicks), format.dateTime(lastClickAt))]),
    ]
    return html`<li>
      <b class="wrap"><bdi>${this.#names.of(item) ?? words.common.unnamed}</bdi></b>
      <span class="status">${messageStatus(item, words)}</span>
      <span class="small muted num">${done.join(' · ')}</span>
    </li>`
  }
}
