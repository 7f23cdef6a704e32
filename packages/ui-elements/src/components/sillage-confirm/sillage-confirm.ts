import { html, LitElement, nothing } from 'lit'
import { controls } from '../../styles/controls.styles.ts'
import { dialog } from '../../styles/dialog.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { showModal } from '../show-modal.ts'

export interface Question {
  title: string
  text: readonly string[]
  confirm: string
  keep: string
  danger?: boolean
}

/**
 * @summary Asks before something that cannot be undone; part of the other elements. The harmless answer has the focus.
 *
 * @csspart dialog - The dialog.
 */
export class SillageConfirm extends LitElement {
  static readonly tag = 'sillage-confirm'
  static readonly dependencies = []

  static override styles = [tokens, controls, dialog]

  static override properties = { question: { state: true } }
  declare private question: Question | undefined
  #answer: ((yes: boolean) => void) | undefined

  /** Resolves true when the person confirms, false when they cancel in any way. */
  async ask(question: Question): Promise<boolean> {
    this.#answer?.(false)
    this.question = question
    await this.updateComplete
    // Shown again, it is placed above every other dialog.
    this.#dialog?.close()
    showModal(this.#dialog)
    return new Promise((resolve) => {
      this.#answer = resolve
    })
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog')
  }

  #closed(): void {
    // The event comes a turn later; by then the next question may be open.
    if (this.#dialog?.open === false) this.#settle(false)
  }

  #settle(yes: boolean): void {
    const answer = this.#answer
    this.#answer = undefined
    this.#dialog?.close()
    answer?.(yes)
  }

  protected override render() {
    const { question } = this
    if (question === undefined) return nothing
    return html`<dialog class="narrow" part="dialog" aria-labelledby="title" aria-describedby="text" @close=${this.#closed}>
      <div class="body">
        <h2 id="title">${question.title}</h2>
        <div id="text">${question.text.map((text) => html`<p class="muted">${text}</p>`)}</div>
      </div>
      <div class="foot">
        <button type="button" autofocus @click=${() => this.#settle(false)}>${question.keep}</button>
        <button type="button" class=${question.danger === true ? 'danger' : 'primary'} @click=${() => this.#settle(true)}>
          ${question.confirm}
        </button>
      </div>
    </dialog>`
  }
}
