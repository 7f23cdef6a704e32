import type { Contact, RecipientState, Topic } from '@sillage/core/browser'
import { css, html, nothing } from 'lit'
import { type Api, apiOf } from '../../client/api.ts'
import type { ApiClient } from '../../client/api-client.ts'
import { errorText } from '../../client/error-text.ts'
import { createLatest } from '../../client/latest.ts'
import { readSetting } from '../../client/settings.ts'
import { nearestLang } from '../../controllers/nearest-lang.ts'
import { type ContactsWords, contactsEn } from '../../locales/contacts-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { dialog } from '../../styles/dialog.styles.ts'
import { closeIcon } from '../../styles/icons.ts'
import { pill } from '../../styles/pill.styles.ts'
import { roomStyles } from '../../styles/room.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { createLeaveGuard } from '../leave-guard.ts'
import { saveFile } from '../save-file.ts'
import { showModal } from '../show-modal.ts'
import { type Question, SillageConfirm } from '../sillage-confirm/sillage-confirm.ts'
import { SillageElement } from '../sillage-element.ts'
import { SillageHistory } from '../sillage-history/sillage-history.ts'
import { isAddress } from '../sillage-recipients/address-line.ts'
import { type ContactForm, emptyForm, formOf, inputOf, patchOf, sameForm } from './contact-form.ts'
import { contactFormView } from './form-view.ts'
import { rightsView, type StateActions, stateView } from './state-view.ts'

/**
 * One person of the directory: what is known, whether they may be written to, and their rights. Part of
 * `<contact-manager>`.
 *
 * @event sillage-changed - The contact was added, changed, deleted or erased.
 */
export class SillageContact extends SillageElement<ContactsWords> {
  static override readonly english = contactsEn
  static override readonly tag = 'sillage-contact'
  static override readonly dependencies = [SillageConfirm, SillageHistory]
  static override styles = [
    tokens,
    controls,
    dialog,
    pill,
    roomStyles,
    css`
      dialog {
        inline-size: min(640px, 100vw - 32px);
      }
      .bad {
        color: var(--_danger);
      }
      h4 {
        margin: 6px 0 0;
        font-size: 14px;
      }
      .topics {
        display: grid;
        gap: 6px;
      }
    `,
  ]
  static override properties = {
    contact: { state: true },
    form: { state: true },
    state: { state: true },
    topics: { state: true },
    problem: { state: true },
    busy: { state: true },
  }

  /** Undefined: a new one. */
  declare private contact: Contact | undefined
  declare private form: ContactForm
  /** Undefined until it is loaded, and for a new contact. */
  declare private state: RecipientState | undefined
  /** Those that have a name. */
  declare private topics: readonly Topic[]
  declare private problem: string
  declare private busy: boolean

  readonly #states = createLatest()
  readonly #guard = createLeaveGuard({
    dialog: () => this.#dialog,
    changed: () => !sameForm(this.form, this.#stored),
    ask: () => {
      const { discardTitle, discardText, discard } = this.words.contacts
      return this.#ask({ title: discardTitle, text: [discardText], confirm: discard, keep: this.words.common.back })
    },
    drop: () => {
      this.form = this.#stored
    },
    closed: () => this.#states.cancel(),
  })

  constructor() {
    super()
    this.form = emptyForm
    this.problem = ''
    this.busy = false
    this.topics = []
  }

  /** Opens a contact, or an empty one. */
  async show(contact?: Contact): Promise<void> {
    this.contact = contact
    this.form = this.#stored
    this.state = undefined
    this.problem = ''
    await this.updateComplete
    showModal(this.#dialog)
    await this.#loadState()
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog')
  }

  get #stored(): ContactForm {
    return this.contact === undefined ? emptyForm : formOf(this.contact)
  }

  async #loadState(): Promise<void> {
    const { contact, client } = this
    if (contact === undefined || client === undefined) return
    // What cannot be loaded is not shown; the contact can still be changed.
    const known = await this.#states
      .run(() => Promise.all([apiOf(client).recipients.get(contact.email), topicsOf(client)]))
      .catch(() => undefined)
    this.state = known?.[0]
    this.topics = known?.[1] ?? []
  }

  async #ask(question: Question): Promise<boolean> {
    return (await this.renderRoot.querySelector<SillageConfirm>('sillage-confirm')?.ask(question)) === true
  }

  /** Does something with the person that is shown, once at a time; trouble is said by a notice. */
  async #act(act: (api: Api, contact: Contact) => Promise<void>): Promise<void> {
    const { client, contact } = this
    if (client === undefined || contact === undefined || this.busy) return
    this.busy = true
    try {
      await act(apiOf(client), contact)
    } catch (error) {
      this.tellFailure(error)
    } finally {
      this.busy = false
    }
  }

  #done(title: string, about: string): void {
    this.activeContext?.notices.publish({ kind: 'success', title, text: about })
    this.dispatchEvent(new Event('sillage-changed'))
  }

  async #save(event: Event): Promise<void> {
    event.preventDefault()
    const { client, contact, form, words } = this
    if (client === undefined || this.busy) return
    this.problem = isAddress(form.email.trim()) ? '' : words.contacts.needEmail
    if (this.problem !== '') return this.renderRoot.querySelector<HTMLElement>('#email')?.focus()
    this.busy = true
    try {
      const { contacts } = apiOf(client)
      const saved =
        contact === undefined
          ? await contacts.create(inputOf(form))
          : await contacts.update(contact.id, patchOf(form, contact))
      this.contact = saved
      this.form = this.#stored
      this.#dialog?.close()
      this.#done(words.contacts.saved, saved.name ?? saved.email)
    } catch (error) {
      this.problem = errorText(error, words)
    } finally {
      this.busy = false
    }
  }

  async #remove(): Promise<void> {
    const { contact, words } = this
    if (contact === undefined) return
    const { removeTitle, removeText, removeConfirm, removed } = words.contacts
    const name = contact.name ?? contact.email
    const question = { title: removeTitle(name), text: [removeText], confirm: removeConfirm, keep: words.common.back }
    if (!(await this.#ask({ ...question, danger: true }))) return
    await this.#act(async ({ contacts }) => {
      await contacts.delete(contact.id)
      this.form = this.#stored
      this.#dialog?.close()
      this.#done(removed, name)
    })
  }

  readonly #actions: StateActions = {
    unsubscribe: () => void this.#decide('unsubscribe'),
    lift: () => void this.#decide('resubscribe'),
    download: () =>
      void this.#act(async ({ recipients }, { email }) => {
        const all = await recipients.export(email)
        saveFile(new Blob([JSON.stringify(all, null, 2)], { type: 'application/json' }), 'person.json')
      }),
    erase: () => void this.#erase(),
  }

  async #decide(what: 'unsubscribe' | 'resubscribe'): Promise<void> {
    const { contact, words } = this
    if (contact === undefined) return
    const text = words.contacts
    const { email } = contact
    const stop = what === 'unsubscribe'
    const yes = await this.#ask({
      title: stop ? text.unsubscribeTitle(email) : text.liftTitle(email),
      text: [stop ? text.unsubscribeText : text.liftText],
      confirm: stop ? text.unsubscribe : text.lift,
      keep: words.common.back,
    })
    if (!yes) return
    await this.#act(async ({ recipients }) => {
      this.state = stop
        ? await recipients.unsubscribe(email, { reason: 'manual' })
        : await recipients.resubscribe(email)
    })
  }

  async #erase(): Promise<void> {
    const { contact, words } = this
    if (contact === undefined) return
    const { eraseTitle, eraseText, eraseConfirm, erased } = words.contacts
    const question = {
      title: eraseTitle(contact.email),
      text: [eraseText],
      confirm: eraseConfirm,
      keep: words.common.back,
    }
    if (!(await this.#ask({ ...question, danger: true }))) return
    await this.#act(async ({ recipients }) => {
      await recipients.erase(contact.email)
      this.form = this.#stored
      this.#dialog?.close()
      this.#done(erased, '')
    })
  }

  protected override render() {
    const { words, format, contact, state, busy } = this
    const text = words.contacts
    return html`<dialog part="dialog" aria-labelledby="title" @cancel=${this.#guard.cancelled} @close=${this.#guard.closed}>
        <form novalidate @submit=${this.#save} autocomplete="off">
          <div class="head">
            <h2 class="grow" id="title">
              <bdi>${contact === undefined ? text.add : (contact.name ?? contact.email)}</bdi>
            </h2>
            <button type="button" class="quiet icon" aria-label=${words.common.close} @click=${() => void this.#guard.leave()}>${closeIcon}</button>
          </div>
          <div class="scroll">
            ${contactFormView(this.form, this.problem, words, (part) => {
              this.form = { ...this.form, ...part }
              this.problem = ''
            })}
            ${state === undefined ? nothing : stateView(state, { topics: this.topics, lang: nearestLang(this) }, words, format, this.#actions)}
            ${
              contact === undefined
                ? nothing
                : html`<div class="part">
                    <h3>${text.history}</h3>
                    <sillage-history .contactId=${contact.id}></sillage-history>
                  </div>`
            }
            ${state === undefined ? nothing : rightsView(words, this.#actions)}
          </div>
          <div class="foot">
            ${
              contact === undefined
                ? nothing
                : html`<button type="button" class="quiet bad" @click=${this.#remove}>${text.remove}</button>`
            }
            <span class="grow"></span>
            <button type="submit" class="primary ${busy ? 'busy' : ''}" ?disabled=${busy}>${text.save}</button>
          </div>
        </form>
      </dialog>
      <sillage-confirm></sillage-confirm>`
  }
}

/** The topics that have a name; without them the keys are shown. */
async function topicsOf(client: ApiClient): Promise<readonly Topic[]> {
  const setting = await readSetting<Topic[]>(client, 'topics').catch(() => undefined)
  return setting?.value ?? []
}
