import type { EventType } from '@sillage/core/browser'
import { css, html } from 'lit'
import { type WebhooksWords, webhooksEn } from '../../locales/webhooks-en.ts'
import { type Refusal, SettingDialog } from '../setting-dialog.ts'
import { emptyWebhook, isWebhookUrl, type WebhookForm } from './webhook-form.ts'

const formStyles = css`
  fieldset,
  .facts {
    display: grid;
    gap: 10px;
  }
  .facts {
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 220px), 1fr));
    align-items: start;
  }
  legend {
    padding: 0 0 6px;
  }
  .facts[hidden] {
    display: none;
  }
`

/**
 * The dialog in which a webhook is written. Part of `<webhook-list>`.
 *
 * @event sillage-changed - It was saved.
 */
export class SillageWebhookForm extends SettingDialog<WebhookForm, WebhooksWords> {
  static override readonly english = webhooksEn
  static override readonly tag = 'sillage-webhook-form'

  static override styles = [...SettingDialog.styles, formStyles]

  constructor() {
    super(emptyWebhook)
  }

  protected override get heading(): string {
    return this.words.webhooks.one
  }

  protected override get savedText(): string {
    return this.words.webhooks.saved
  }

  protected override missing({ url, everything, types }: WebhookForm): Refusal | undefined {
    const { needUrl, needEvents } = this.words.webhooks
    if (!isWebhookUrl(url)) return { field: 'url', text: needUrl }
    return everything || types.length > 0 ? undefined : { field: 'events', text: needEvents }
  }

  protected override fields(form: WebhookForm) {
    const text = this.words.webhooks
    const { url, description, everything, types, machines } = form
    const facts = (Object.keys(text.facts) as EventType[]).filter((type) => type !== 'webhook.test')
    const choose = (type: EventType, on: boolean) =>
      this.set({ types: facts.filter((one) => (one === type ? on : types.includes(one))) })
    return html`<div class="part">
        ${this.line('url', text.url, url, (value) => this.set({ url: value }), { hint: text.urlHint, type: 'url' })}
        ${this.line('description', text.description, description, (value) => this.set({ description: value }), { hint: text.descriptionHint })}
      </div>
      <div class="part"><fieldset aria-describedby="events-error">
        <legend class="label">${text.events}</legend>
        ${this.#box('everything', text.everything, everything, (on) => this.set({ everything: on }), this.refusal?.field === 'events')}
        <div class="facts" ?hidden=${everything}>
          ${facts.map((type) => this.#box(type, text.facts[type], types.includes(type), (on) => choose(type, on)))}
        </div>
        ${this.refusalOf('events')}
      </fieldset></div>
      <div class="part">${this.#box('machines', text.machines, machines, (on) => this.set({ machines: on }))}</div>`
  }

  #box(id: string, label: string, on: boolean, set: (on: boolean) => void, refused = false) {
    return html`<label class="check">
      <input
        id=${id}
        type="checkbox"
        aria-invalid=${refused}
        .checked=${on}
        @change=${(event: Event) => set((event.target as HTMLInputElement).checked)}
      />
      <span>${label}</span>
    </label>`
  }
}
