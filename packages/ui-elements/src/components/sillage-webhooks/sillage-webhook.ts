import type { Page, Webhook, WebhookDelivery } from '@sillage/core/browser'
import { css, html, nothing } from 'lit'
import { type Api, apiOf } from '../../client/api.ts'
import { type WebhooksWords, webhooksEn } from '../../locales/webhooks-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { dialog } from '../../styles/dialog.styles.ts'
import { closeIcon } from '../../styles/icons.ts'
import { pill } from '../../styles/pill.styles.ts'
import { roomStyles } from '../../styles/room.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { showModal } from '../show-modal.ts'
import { type Question, SillageConfirm } from '../sillage-confirm/sillage-confirm.ts'
import { SillageElement } from '../sillage-element.ts'
import { SillageTable, type TableQuery } from '../sillage-table/sillage-table.ts'
import { SillageSecret } from './sillage-secret.ts'
import { SillageWebhookForm } from './sillage-webhook-form.ts'
import { stateNote, statePill } from './state-view.ts'
import { deliveryColumns } from './webhook-columns.ts'
import { formOf, patchOf } from './webhook-form.ts'

const styles = css`
  .about {
    flex: 1 1 260px;
  }
`

/**
 * One webhook: what was sent to it, and what can be done with it. Part of `<webhook-list>`.
 *
 * @event sillage-changed - It is not what it was, or is gone.
 */
export class SillageWebhook extends SillageElement<WebhooksWords> {
  static override readonly english = webhooksEn
  static override readonly tag = 'sillage-webhook'
  static override readonly dependencies = [SillageTable, SillageConfirm, SillageSecret, SillageWebhookForm]
  static override styles = [tokens, controls, pill, dialog, roomStyles, styles]
  static override properties = { webhook: { state: true }, query: { state: true }, busy: { state: true } }

  declare private webhook: Webhook | undefined
  declare private query: TableQuery
  declare private busy: boolean

  readonly #read = async (query: TableQuery): Promise<Page<WebhookDelivery>> => {
    const { client, webhook } = this
    if (client === undefined || webhook === undefined) return { items: [], next: null }
    return apiOf(client).webhooks.deliveries(webhook.id, query)
  }
  readonly #again = ({ id: delivery }: WebhookDelivery): void => {
    const { arrivedAgain, failedAgain } = this.words.webhooks
    void this.#try(({ webhooks }, { id }) => webhooks.redeliver(id, delivery), arrivedAgain, failedAgain)
  }

  constructor() {
    super()
    this.query = {}
    this.busy = false
  }

  async show(webhook: Webhook): Promise<void> {
    this.webhook = webhook
    this.query = {}
    await this.updateComplete
    showModal(this.#part<HTMLDialogElement>('dialog'))
  }

  #part<T extends Element>(selector: string): T | null {
    return this.renderRoot.querySelector<T>(selector)
  }

  async #ask(question: Omit<Question, 'keep'>): Promise<boolean> {
    const asked = { ...question, keep: this.words.common.back }
    return (await this.#part<SillageConfirm>('sillage-confirm')?.ask(asked)) === true
  }

  /** One at a time; trouble is said by a notice. */
  async #act(act: (api: Api, webhook: Webhook) => Promise<void>): Promise<void> {
    const { client, webhook } = this
    if (client === undefined || webhook === undefined || this.busy) return
    this.busy = true
    try {
      await act(apiOf(client), webhook)
    } catch (error) {
      this.tellFailure(error)
    } finally {
      this.busy = false
    }
  }

  /** Has something sent now, and says what came of it. */
  #try(send: (api: Api, webhook: Webhook) => Promise<WebhookDelivery>, arrived: string, failed: string): Promise<void> {
    return this.#act(async (api, webhook) => {
      const { status, answer, error } = await send(api, webhook)
      const isThere = status === 'delivered'
      const text = isThere ? undefined : (error ?? (answer === null ? undefined : String(answer)))
      const notice = { kind: isThere ? 'success' : 'error', title: isThere ? arrived : failed } as const
      this.activeContext?.notices.publish(text === undefined ? notice : { ...notice, text })
      this.#part<SillageTable>('sillage-table')?.reload()
    })
  }

  #become(webhook: Webhook): void {
    this.webhook = webhook
    this.dispatchEvent(new Event('sillage-changed'))
  }

  async #control(enabled: boolean): Promise<void> {
    const { pauseTitle: title, pauseText, pause: confirm, enabled: on } = this.words.webhooks
    if (!enabled && !(await this.#ask({ title, text: [pauseText], confirm, danger: true }))) return
    await this.#act(async ({ webhooks }, { id }) => {
      this.#become(await webhooks.update(id, { enabled }))
      if (enabled) this.activeContext?.notices.publish({ kind: 'success', title: on })
    })
  }

  async #rotate(): Promise<void> {
    const { rotateTitle: title, rotateText, rotateConfirm: confirm } = this.words.webhooks
    if (!(await this.#ask({ title, text: [rotateText], confirm }))) return
    await this.#act(async ({ webhooks }, { id }) => {
      const { secret } = await webhooks.rotateSecret(id)
      await this.#part<SillageSecret>('sillage-secret')?.show(secret)
    })
  }

  #change(): void {
    const { client, webhook } = this
    if (client === undefined || webhook === undefined) return
    void this.#part<SillageWebhookForm>('sillage-webhook-form')?.show(formOf(webhook), async (form) => {
      this.#become(await apiOf(client).webhooks.update(webhook.id, patchOf(form)))
    })
  }

  async #remove(): Promise<void> {
    const { removeTitle: title, removeText, removeConfirm: confirm, removed } = this.words.webhooks
    if (!(await this.#ask({ title, text: [removeText], confirm, danger: true }))) return
    await this.#act(async ({ webhooks }, { id }) => {
      await webhooks.delete(id)
      this.#part<HTMLDialogElement>('dialog')?.close()
      this.activeContext?.notices.publish({ kind: 'success', title: removed })
      this.dispatchEvent(new Event('sillage-changed'))
    })
  }

  protected override render() {
    const { words, webhook, format } = this
    return html`<dialog part="dialog" aria-labelledby="title">
        <div class="frame">
          <div class="head">
            <h2 class="grow" id="title"><bdi dir="ltr">${webhook?.url ?? ''}</bdi></h2>
            <button type="button" class="quiet icon" aria-label=${words.common.close} @click=${() => this.#part<HTMLDialogElement>('dialog')?.close()}>${closeIcon}</button>
          </div>
          <div class="scroll">
            ${
              webhook === undefined
                ? nothing
                : html`${stateNote(webhook, words, format)}
                  <div class="part">
                    <div class="row">
                      ${statePill(webhook, words)}
                      <span class="muted" dir="auto">${webhook.description}</span>
                    </div>
                    <div class="row">${this.#actions(webhook)}</div>
                  </div>
                  <div class="part">${this.#deliveries()}</div>`
            }
          </div>
        </div>
      </dialog>
      <sillage-webhook-form></sillage-webhook-form>
      <sillage-secret></sillage-secret>
      <sillage-confirm></sillage-confirm>`
  }

  #actions({ enabled }: Webhook) {
    const { test, tested, testFailed, pause, enable, rotate, change, remove } = this.words.webhooks
    const button = (label: string, act: () => void, look = '') =>
      html`<button type="button" class="compact ${look}" aria-disabled=${this.busy} @click=${act}>${label}</button>`
    return html`${button(test, () => void this.#try(({ webhooks }, { id }) => webhooks.test(id), tested, testFailed))}
      ${button(enabled ? pause : enable, () => void this.#control(!enabled))}
      ${button(change, () => this.#change())} ${button(rotate, () => void this.#rotate())}
      ${button(remove, () => void this.#remove(), 'quiet bad')}`
  }

  #deliveries() {
    const { words, format, query } = this
    const text = words.webhooks
    return html`<div class="row">
        <div class="about">
          <h3>${text.deliveries}</h3>
          <p class="small muted">${text.deliveriesText}</p>
        </div>
        <label class="check">
          <input
            type="checkbox"
            .checked=${query.failed === true}
            @change=${(event: Event) => {
              this.query = (event.target as HTMLInputElement).checked ? { failed: true } : {}
            }}
          />
          <span>${text.onlyFailed}</span>
        </label>
      </div>
      <sillage-table
        .columns=${deliveryColumns(words, format, this.#again)}
        .ask=${this.#read}
        .query=${query}
        .label=${text.deliveries}
        .empty=${query.failed === true ? text.allArrived : text.noDeliveries}
        .failed=${text.deliveriesFailed}
      ></sillage-table>`
  }
}
