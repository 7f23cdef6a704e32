import type { Page, Webhook } from '@sillage/core/browser'
import { html } from 'lit'
import { apiOf } from '../../client/api.ts'
import { type WebhooksWords, webhooksEn } from '../../locales/webhooks-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { roomStyles } from '../../styles/room.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { SillageElement } from '../sillage-element.ts'
import { SillageTable, type TableQuery } from '../sillage-table/sillage-table.ts'
import { SillageSecret } from './sillage-secret.ts'
import { SillageWebhook } from './sillage-webhook.ts'
import { SillageWebhookForm } from './sillage-webhook-form.ts'
import { webhookColumns } from './webhook-columns.ts'
import { emptyWebhook, inputOf } from './webhook-form.ts'

/** The inside of `<webhook-list>`: the webhooks as a table, each opened by its address. */
export class SillageWebhooks extends SillageElement<WebhooksWords> {
  static override readonly english = webhooksEn
  static override readonly tag = 'sillage-webhooks'
  static override readonly dependencies = [SillageTable, SillageWebhook, SillageWebhookForm, SillageSecret]
  static override styles = [tokens, controls, roomStyles]
  static override properties = { query: { state: true } }

  /** Undefined until there is somebody to ask. */
  declare private query: TableQuery | undefined

  #made = ''
  readonly #read = async (query: TableQuery): Promise<Page<Webhook>> => {
    const { client } = this
    return client === undefined ? { items: [], next: null } : apiOf(client).webhooks.list(query)
  }
  readonly #open = (webhook: Webhook): void => void this.#part<SillageWebhook>('sillage-webhook')?.show(webhook)
  readonly #reload = (): void => this.#part<SillageTable>('sillage-table')?.reload()

  protected override contextReady(): void {
    this.query = {}
  }

  #part<T extends Element>(selector: string): T | null {
    return this.renderRoot.querySelector<T>(selector)
  }

  #add(): void {
    const { client } = this
    if (client === undefined) return
    void this.#part<SillageWebhookForm>('sillage-webhook-form')?.show(emptyWebhook, async (form) => {
      this.#made = (await apiOf(client).webhooks.create(inputOf(form))).secret
    })
  }

  /** The form is closed by then, so that what had the focus before has it again after the secret. */
  #added(): void {
    this.#reload()
    void this.#part<SillageSecret>('sillage-secret')?.show(this.#made)
    this.#made = ''
  }

  protected override render() {
    const { words, format, query } = this
    const text = words.webhooks
    return html`<div class="base">
      <div class="row" part="header">
        <div class="grow"><slot name="heading"><h1>${text.title}</h1></slot></div>
        <button type="button" class="primary" @click=${this.#add}>${text.add}</button>
      </div>
      <p class="small muted">${text.text}</p>
      <sillage-table
        .columns=${webhookColumns(words, format, this.#open)}
        .ask=${this.#read}
        .query=${query}
        .open=${this.#open}
        .label=${text.title}
        .empty=${text.empty}
        .failed=${text.failed}
        exportparts="table"
      ></sillage-table>
      <sillage-webhook @sillage-changed=${this.#reload}></sillage-webhook>
      <sillage-webhook-form @sillage-changed=${this.#added}></sillage-webhook-form>
      <sillage-secret></sillage-secret>
    </div>`
  }
}
