import { html } from 'lit'
import { type WebhooksWords, webhooksEn } from '../../locales/webhooks-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { dialog } from '../../styles/dialog.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { showModal } from '../show-modal.ts'
import { SillageElement } from '../sillage-element.ts'

/** Shows the secret of a webhook, which nobody can read again. Part of `<webhook-list>`. */
export class SillageSecret extends SillageElement<WebhooksWords> {
  static override readonly english = webhooksEn
  static override readonly tag = 'sillage-secret'
  static override styles = [tokens, controls, dialog]
  static override properties = { secret: { state: true }, copied: { state: true } }

  declare private secret: string
  declare private copied: boolean

  constructor() {
    super()
    this.secret = ''
    this.copied = false
  }

  async show(secret: string): Promise<void> {
    this.secret = secret
    this.copied = false
    await this.updateComplete
    showModal(this.renderRoot.querySelector('dialog'))
  }

  async #copy(): Promise<void> {
    const field = this.renderRoot.querySelector('input')
    field?.select()
    try {
      await navigator.clipboard.writeText(this.secret)
      this.copied = true
    } catch {
      // Not allowed, or no secure page: it is selected, and the person copies it.
    }
  }

  protected override render() {
    const { secret, copied, words } = this
    const text = words.webhooks
    return html`<dialog
      class="narrow"
      part="dialog"
      aria-labelledby="title"
      @close=${() => {
        this.secret = ''
      }}
    >
      <form method="dialog">
        <div class="body">
          <h2 id="title">${text.secretTitle}</h2>
          <p>${text.secretText}</p>
          <div class="field">
            <label for="secret">${text.secret}</label>
            <input id="secret" class="num" readonly spellcheck="false" dir="ltr" .value=${secret} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} />
          </div>
          <p class="small" role="status">${copied ? text.copied : ''}</p>
        </div>
        <div class="foot">
          <button type="button" autofocus @click=${this.#copy}>${text.copy}</button>
          <button type="submit" class="primary">${text.secretDone}</button>
        </div>
      </form>
    </dialog>`
  }
}
