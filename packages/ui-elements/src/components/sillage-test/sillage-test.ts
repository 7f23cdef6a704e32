import { isSillageError } from '@sillage/core/browser'
import { html, nothing } from 'lit'
import { errorText } from '../../client/error-text.ts'
import { type WritingWords, writingEn } from '../../locales/writing-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { dialog } from '../../styles/dialog.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { showModal } from '../show-modal.ts'
import type { TestMail } from '../sillage-composer/draft.ts'
import { SillageElement } from '../sillage-element.ts'
import { isAddress } from '../sillage-recipients/address-line.ts'

/**
 * @summary Asks where a test mail is to be sent, and sends it. Part of the composer.
 *
 * @csspart dialog - The dialog.
 */
export class SillageTest extends SillageElement<WritingWords> {
  static override readonly english = writingEn
  static override readonly tag = 'sillage-test'
  static override styles = [tokens, controls, dialog]
  static override properties = {
    to: { state: true },
    busy: { state: true },
    problem: { state: true },
    isWrong: { state: true },
    done: { state: true },
  }

  declare private to: string
  declare private busy: boolean
  declare private problem: string
  /** It is the address that has to be mended. */
  declare private isWrong: boolean
  declare private done: string
  #content: TestMail | undefined

  constructor() {
    super()
    this.to = ''
    this.busy = this.isWrong = false
    this.problem = ''
    this.done = ''
  }

  /** Opens with the content that is to be sent; the address of the last time is kept. */
  show(content: TestMail): void {
    this.#content = content
    this.problem = ''
    this.isWrong = false
    this.done = ''
    showModal(this.#dialog)
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog')
  }

  async #send(event: Event): Promise<void> {
    event.preventDefault()
    const { client, words } = this
    const content = this.#content
    if (client === undefined || content === undefined || this.busy) return
    const to = this.to.trim()
    this.done = ''
    this.problem = isAddress(to) ? '' : words.composer.need.testTo
    this.isWrong = this.problem !== ''
    if (this.isWrong) {
      this.renderRoot.querySelector('input')?.focus()
      return
    }
    this.busy = true
    try {
      await client.sendTest({ to, ...content })
      this.done = words.composer.testSent(to)
    } catch (error) {
      this.isWrong = isSillageError(error) && (error.field === 'to' || error.code === 'smtp_rejected')
      this.problem = errorText(error, { errors: { ...words.errors, ...words.composer.testErrors } })
    } finally {
      this.busy = false
    }
  }

  protected override render() {
    const { words, problem, isWrong, busy } = this
    const text = words.composer
    return html`<dialog class="narrow" part="dialog" aria-labelledby="title">
      <form novalidate @submit=${this.#send}>
        <div class="body">
          <h2 id="title">${text.test}</h2>
          <div class="field">
            <label for="to">${text.testTo}</label>
            <input
              id="to"
              type="email"
              autocomplete="email"
              autofocus
              aria-invalid=${isWrong}
              aria-describedby="problem"
              .value=${this.to}
              @input=${(event: InputEvent) => {
                this.to = (event.target as HTMLInputElement).value
                this.problem = ''
                this.isWrong = false
              }}
            />
            <div class="error" id="problem" aria-live="polite">${problem}</div>
            <div class="small muted" role="status">${this.done === '' ? nothing : this.done}</div>
          </div>
        </div>
        <div class="foot">
          <button type="button" @click=${() => this.#dialog?.close()}>${words.common.close}</button>
          <button type="submit" class="primary ${busy ? 'busy' : ''}" ?disabled=${busy}>${text.testSend}</button>
        </div>
      </form>
    </dialog>`
  }
}
