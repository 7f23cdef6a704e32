import type { CampaignAction, CampaignListItem, Page } from '@sillage/core/browser'
import type { LiveFrameOf, LiveListener } from '@sillage/core/client'
import { html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { ApiClient } from '../../client/api-client.ts'
import { createLatest } from '../../client/latest.ts'
import { createDebounce, createThrottle } from '../../client/throttle.ts'
import { SillageActionEvent, SillageComposeEvent, SillageDetailsEvent } from '../../events/sillage-events.ts'
import { applyFrame } from '../../live/apply-frame.ts'
import { type ManagingWords, managingEn } from '../../locales/managing-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { pill } from '../../styles/pill.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { troubleOf } from '../../wake/hold-up.ts'
import { wakeStyles } from '../../wake/wake.styles.ts'
import type { LiveCampaign } from '../../wake/wake-caption.ts'
import { type Question, SillageConfirm } from '../sillage-confirm/sillage-confirm.ts'
import { SillageElement } from '../sillage-element.ts'
import { SillageMenu } from '../sillage-menu/sillage-menu.ts'
import { staleText, troubleView } from '../trouble-view.ts'
import { listStyles } from './campaign-list.styles.ts'
import { campaignRow, type RowActions } from './campaign-row.ts'
import { type ListFilter, listFilter } from './list-filter.ts'
import { emptyList, ghostRows } from './list-states.ts'
import { cancelQuestion, removeQuestion, resumeQuestion, startQuestion } from './questions.ts'

const PAGE = 50
/** What a request gives at most. */
const MOST = 200

/**
 * @summary The campaigns with status, progress bar and actions; numbers change as they happen.
 *
 * Newest first, 50 at a time. It shows neither results nor a composer: it fires events for those.
 *
 * @slot empty - Shown when there is no campaign yet.
 * @event {SillageDetailsEvent} sillage-details - The results of a campaign were requested.
 * @event {SillageComposeEvent} sillage-compose - The composer was requested: for a new campaign, a change, a copy, or a
 * copy for those who did not open one.
 * @event {SillageActionEvent} sillage-action - A campaign was started, paused, resumed, cancelled or deleted.
 * @csspart base - The panel around the list.
 * @csspart item - One campaign.
 * @csspart wake - Its bar.
 * @csspart status - Its status.
 */
export class CampaignList extends SillageElement<ManagingWords> {
  static override readonly english = managingEn
  static override readonly tag = 'campaign-list'
  static override readonly dependencies = [SillageConfirm, SillageMenu]
  static override styles = [tokens, controls, pill, wakeStyles, listStyles]
  static override properties = {
    items: { state: true },
    next: { state: true },
    failure: { state: true },
    busy: { state: true },
    filter: { state: true },
  }

  declare private items: readonly LiveCampaign[] | undefined
  declare private next: string | null
  declare private failure: unknown
  declare private busy: ReadonlySet<string>
  declare private filter: ListFilter

  readonly #latest = createLatest()
  readonly #reload = createThrottle(() => void this.#load(), 1_000)
  readonly #search = createDebounce(() => void this.#load(), 250)
  readonly #actions: RowActions = {
    details: (campaign) => this.dispatchEvent(new SillageDetailsEvent(campaign.id)),
    edit: (campaign) => this.dispatchEvent(new SillageComposeEvent('edit', campaign.id)),
    duplicate: (campaign) => this.dispatchEvent(new SillageComposeEvent('duplicate', campaign.id)),
    followUp: (campaign) => this.dispatchEvent(new SillageComposeEvent('follow-up', campaign.id)),
    start: (campaign) => void this.#ask(startQuestion(campaign, this.words, this.format), campaign, 'start'),
    pause: (campaign) => void this.#control(campaign, 'pause'),
    resume: (campaign) => void this.#resume(campaign),
    cancel: (campaign) => void this.#ask(cancelQuestion(campaign, this.words, this.format), campaign, 'cancel'),
    remove: (campaign) => void this.#remove(campaign),
  }

  constructor() {
    super()
    this.next = null
    this.busy = new Set()
    this.filter = {}
  }

  /** Loads the newest campaigns again, keeping what is shown until they are there. */
  reload(): void {
    this.#reload.request()
  }

  protected override liveListener(): LiveListener {
    return { frame: (frame) => this.#onFrame(frame), refresh: () => this.reload() }
  }

  protected override contextReady(): void {
    this.items = undefined
    this.reload()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#latest.cancel()
    this.#reload.cancel()
    this.#search.cancel()
  }

  #onFrame(frame: LiveFrameOf): void {
    if (this.items === undefined) return
    if (!this.items.some((item) => item.id === frame.data.campaignId)) {
      // Of another status than the one that is listed, it is none of these.
      const { status } = this.filter
      const other = 'status' in frame.data && status !== undefined && frame.data.status !== status
      if (!other) this.reload()
      return
    }
    this.items = this.items.map((item) => applyFrame(item, frame))
    // Times and the reason of a pause are not in the frame.
    if (frame.name === 'campaign_complete' || frame.name === 'campaign_error') this.reload()
  }

  async #load(): Promise<void> {
    const { client } = this
    if (client === undefined) return
    try {
      const page = await this.#latest.run((signal) => this.#read(client, this.items?.length ?? 0, signal))
      if (page === undefined) return
      const known = new Map(this.items?.map((item) => [item.id, item]))
      this.items = page.items.map((item) => {
        const { ratePerSecond, etaSeconds, trouble } = known.get(item.id) ?? {}
        return {
          ...item,
          ...(ratePerSecond === undefined ? {} : { ratePerSecond }),
          etaSeconds: etaSeconds ?? null,
          trouble: troubleOf(item) ?? trouble,
        }
      })
      this.next = page.next
      this.failure = undefined
    } catch (error) {
      this.failure = error
    }
  }

  /** The newest, as many as are shown: a list of several pages keeps its length. */
  async #read(client: ApiClient, shown: number, signal: AbortSignal): Promise<Page<CampaignListItem>> {
    const items: CampaignListItem[] = []
    let next: string | null = null
    do {
      const limit = Math.min(Math.max(shown - items.length, PAGE), MOST)
      const query = { limit, ...(next === null ? {} : { cursor: next }), ...this.filter }
      const page: Page<CampaignListItem> = await client.listCampaigns(query, signal)
      items.push(...page.items)
      next = page.next
    } while (next !== null && items.length < shown)
    return { items, next }
  }

  async #more(): Promise<void> {
    const { client, next } = this
    if (client === undefined || next === null) return
    try {
      const page = await this.#latest.run((signal) =>
        client.listCampaigns({ limit: PAGE, cursor: next, ...this.filter }, signal),
      )
      if (page === undefined) return
      const known = new Set(this.items?.map((item) => item.id))
      this.items = [...(this.items ?? []), ...page.items.filter((item) => !known.has(item.id))]
      this.next = page.next
      this.tellRecovery()
    } catch (error) {
      this.tellFailure(error)
    }
  }

  async #control(campaign: LiveCampaign, action: CampaignAction): Promise<void> {
    await this.#act(campaign, async (client) => {
      const now = await client.controlCampaign(campaign.id, action)
      this.items = this.items?.map((item) => (item.id === now.id ? { ...item, ...now } : item))
      this.dispatchEvent(new SillageActionEvent(campaign.id, action))
    })
  }

  async #ask(question: Question, campaign: LiveCampaign, action: CampaignAction): Promise<void> {
    if (await this.#confirm(question)) await this.#control(campaign, action)
  }

  /** A person's own pause needs no explanation when it is resumed; a campaign that stopped by itself does. */
  async #resume(campaign: LiveCampaign): Promise<void> {
    if (campaign.pauseReason === 'user') await this.#control(campaign, 'resume')
    else await this.#ask(resumeQuestion(campaign, this.words, this.format), campaign, 'resume')
  }

  async #remove(campaign: LiveCampaign): Promise<void> {
    if (!(await this.#confirm(removeQuestion(campaign, this.words, this.format)))) return
    await this.#act(campaign, async (client) => {
      const index = this.items?.findIndex((item) => item.id === campaign.id) ?? 0
      await client.deleteCampaign(campaign.id)
      this.items = this.items?.filter((item) => item.id !== campaign.id)
      this.activeContext?.notices.publish({
        kind: 'success',
        title: this.words.toasts.deleted,
        text: campaign.name,
      })
      this.dispatchEvent(new SillageActionEvent(campaign.id, 'delete'))
      await this.updateComplete
      const menus = this.renderRoot.querySelectorAll<SillageMenu>('sillage-menu')
      ;(menus[index] ?? menus[index - 1])?.focus()
    })
  }

  #confirm(question: Question): Promise<boolean> {
    return this.renderRoot.querySelector<SillageConfirm>('sillage-confirm')?.ask(question) ?? Promise.resolve(false)
  }

  async #act(campaign: LiveCampaign, act: (client: NonNullable<typeof this.client>) => Promise<void>): Promise<void> {
    const { client } = this
    if (client === undefined || this.busy.has(campaign.id)) return
    this.busy = new Set([...this.busy, campaign.id])
    try {
      await act(client)
      this.tellRecovery(campaign.id)
    } catch (error) {
      this.tellFailure(error, campaign.id)
      this.reload()
    } finally {
      this.busy = new Set([...this.busy].filter((id) => id !== campaign.id))
    }
  }

  protected override render() {
    const { items, words, format, failure } = this
    const filtered = this.filter.status !== undefined || this.filter.q !== undefined
    return html`<div class="panel" part="base">
        ${failure === undefined ? nothing : this.#trouble(failure)}
        ${items === undefined && failure === undefined && this.client !== undefined ? ghostRows(words) : nothing}
        ${this.client === undefined ? html`<p class="empty muted">${words.common.noBaseUrl}</p>` : nothing}
        ${(items ?? []).length === 0 && !filtered ? nothing : listFilter(this.filter, words, (filter) => this.#choose(filter))}
        ${items?.length === 0 && filtered ? html`<p class="empty muted">${words.list.none}</p>` : nothing}
        ${items?.length === 0 && !filtered ? html`<slot name="empty">${emptyList(words, () => this.dispatchEvent(new SillageComposeEvent('new')))}</slot>` : nothing}
        ${
          items === undefined || items.length === 0
            ? nothing
            : html`<ul aria-label=${words.list.title}>
                ${repeat(
                  items,
                  (item) => item.id,
                  (item) => campaignRow(item, this.busy.has(item.id), words, format, this.#actions),
                )}
              </ul>`
        }
        ${this.next === null ? nothing : html`<div class="more"><button type="button" class="quiet" @click=${() => this.#more()}>${words.common.more}</button></div>`}
      </div>
      <sillage-confirm></sillage-confirm>`
  }

  #choose(filter: ListFilter): void {
    const typed = filter.q !== this.filter.q
    this.filter = filter
    if (typed) this.#search.request()
    else {
      this.items = undefined
      this.reload()
    }
  }

  #trouble(failure: unknown) {
    const { words } = this
    // What is known stays; the connection tries again by itself.
    if (this.items !== undefined) return html`<p class="stale small" role="status">${staleText(failure, words)}</p>`
    return troubleView(words.list.failed, failure, words, () => this.reload())
  }
}
