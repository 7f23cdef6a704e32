import { html } from 'lit'
import { apiOf } from '../../client/api.ts'
import { errorText } from '../../client/error-text.ts'
import { type ContactsWords, contactsEn } from '../../locales/contacts-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { dialog } from '../../styles/dialog.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { showModal } from '../show-modal.ts'
import { SillageElement } from '../sillage-element.ts'
import { readShortList } from '../sillage-recipients/read-list.ts'

/**
 * Asks for addresses that are to get no mail any more. Part of `<suppression-list>`.
 *
 * @event sillage-changed - Addresses were added.
 */
export class SillageAddresses extends SillageElement<ContactsWords> {
  static override readonly english = contactsEn
  static override readonly tag = 'sillage-addresses'
  static override styles = [tokens, controls, dialog]
  static override properties = { typed: { state: true }, problem: { state: true }, busy: { state: true } }

  declare private typed: string
  declare private problem: string
  declare private busy: boolean

  constructor() {
    super()
    this.typed = this.problem = ''
    this.busy = false
  }

  show(): void {
    this.problem = ''
    showModal(this.renderRoot.querySelector('dialog'))
  }

  async #add(event: Event): Promise<void> {
    event.preventDefault()
    const { client, words, format, typed } = this
    if (client === undefined || this.busy) return
    const { people: recipients, invalidLines } = readShortList(typed)
    const text = words.suppressions
    this.problem = invalidLines.length > 0 ? text.unreadable(format.list(invalidLines.map(String))) : ''
    if (this.problem !== '' || recipients.length === 0) return this.renderRoot.querySelector('textarea')?.focus()
    this.busy = true
    let added = 0
    try {
      // One after the other: each is a decision of its own, and what was stored stays where a later one fails.
      for (const { email } of recipients) {
        await apiOf(client).suppressions.create({ email })
        added += 1
      }
      this.typed = ''
      this.renderRoot.querySelector('dialog')?.close()
      const title = text.addedText(format.number(added))
      this.activeContext?.notices.publish({ kind: 'success', title })
    } catch (error) {
      this.problem = errorText(error, words)
      // What is left to do stays.
      this.typed = recipients
        .slice(added)
        .map(({ email }) => email)
        .join('\n')
    } finally {
      this.busy = false
      if (added > 0) this.dispatchEvent(new Event('sillage-changed'))
    }
  }

  protected override render() {
    const { words, format, problem, busy, typed } = this
    const text = words.suppressions
    const { length } = readShortList(typed).people
    return html`<dialog class="narrow" part="dialog" aria-labelledby="title">
      <form novalidate @submit=${this.#add}>
        <div class="body">
          <h2 id="title">${text.add}</h2>
          <div class="field">
            <label for="addresses">${text.addText}</label>
            <textarea
              id="addresses"
              rows="6"
              autofocus
              spellcheck="false"
              aria-invalid=${problem !== ''}
              aria-describedby="problem"
              .value=${typed}
              @input=${(event: InputEvent) => {
                this.typed = (event.target as HTMLTextAreaElement).value
                this.problem = ''
              }}
            ></textarea>
            <div class="error" id="problem" aria-live="polite">${problem}</div>
          </div>
        </div>
        <div class="foot">
          <button type="button" @click=${() => this.renderRoot.querySelector('dialog')?.close()}>${words.common.back}</button>
          <button type="submit" class="primary ${busy ? 'busy' : ''}" ?disabled=${busy || length === 0}>
            ${text.addConfirm(format.number(length))}
          </button>
        </div>
      </form>
    </dialog>`
  }
}
