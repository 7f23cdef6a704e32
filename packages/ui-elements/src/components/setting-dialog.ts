import { isSillageError } from '@sillage/core/browser'
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { errorText } from '../client/error-text.ts'
import { type SettingsWords, settingsEn } from '../locales/settings-en.ts'
import { controls } from '../styles/controls.styles.ts'
import { dialog } from '../styles/dialog.styles.ts'
import { closeIcon } from '../styles/icons.ts'
import { roomStyles } from '../styles/room.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import type { ElementClass } from './define-element.ts'
import { createLeaveGuard } from './leave-guard.ts'
import { showModal } from './show-modal.ts'
import { type Question, SillageConfirm } from './sillage-confirm/sillage-confirm.ts'
import { SillageElement } from './sillage-element.ts'
import { settingsStyles } from './sillage-settings/settings.styles.ts'

/** What is wrong, and at which field: as the server names it within one entry, such as `logo.src`. */
export interface Refusal {
  field?: string | undefined
  text: string
}

type Save<F> = (form: F) => Promise<unknown>

/**
 * A dialog in which one setting, or one entry of it, is written as `F`. Nothing is stored before it is saved, and
 * closing it asks first where something would be lost.
 */
export abstract class SettingDialog<
  F extends object,
  W extends SettingsWords = SettingsWords,
> extends SillageElement<W> {
  static override readonly english: SettingsWords = settingsEn
  static override readonly dependencies: readonly ElementClass[] = [SillageConfirm]
  static override styles = [tokens, controls, dialog, roomStyles, settingsStyles]
  static override properties: PropertyDeclarations = {
    form: { state: true },
    refusal: { state: true },
    busy: { state: true },
  }

  declare protected form: F
  declare protected refusal: Refusal | undefined
  declare protected busy: boolean

  #stored: F
  #save: Save<F> = async () => {}
  readonly #guard = createLeaveGuard({
    dialog: () => this.#dialog,
    changed: () => JSON.stringify(this.form) !== JSON.stringify(this.#stored),
    ask: () => {
      const { leaveTitle, leaveText, leave } = this.words.settings
      return this.ask({ title: leaveTitle, text: [leaveText], confirm: leave, keep: this.words.common.back })
    },
    drop: () => {
      this.form = this.#stored
    },
    closed: () => {},
  })

  /** What stands above the fields. */
  protected abstract readonly heading: string
  /** Said once it is stored. */
  protected get savedText(): string {
    return this.words.settings.saved
  }

  /** Draws the fields. */
  protected abstract fields(form: F): TemplateResult
  /** What the server need not be asked to know. */
  protected abstract missing(form: F): Refusal | undefined

  constructor(empty: F) {
    super()
    this.form = empty
    this.#stored = empty
    this.busy = false
  }

  /** Opens it on what is set. `save` stores it, and answers false where the person gave it up; its error is shown. */
  async show(form: F, save: Save<F>): Promise<void> {
    this.form = form
    this.#stored = form
    this.#save = save
    this.refusal = undefined
    await this.updateComplete
    showModal(this.#dialog)
    this.renderRoot.querySelector('.scroll')?.scrollTo(0, 0)
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog')
  }

  async ask(question: Question): Promise<boolean> {
    return (await this.renderRoot.querySelector<SillageConfirm>('sillage-confirm')?.ask(question)) === true
  }

  protected set(part: Partial<F>): void {
    this.form = { ...this.form, ...part }
    this.refusal = undefined
  }

  /** The place under a field where its refusal appears and is announced. */
  protected refusalOf(field: string): TemplateResult {
    const said = this.refusal?.field === field ? this.refusal.text : nothing
    return html`<div class="error" id="${field}-error" aria-live="polite">${said}</div>`
  }

  /** Draws a line that can be refused; `hint` says what belongs there. */
  protected line(
    field: string,
    label: string,
    value: string,
    set: (value: string) => void,
    { hint, type = 'text', list }: { hint?: string; type?: string; list?: string } = {},
  ): TemplateResult {
    return html`<div class="field">
      <label for=${field}>${label}</label>
      <input
        id=${field}
        type=${type}
        dir="auto"
        autocomplete="off"
        list=${list ?? nothing}
        aria-invalid=${this.refusal?.field === field}
        aria-describedby="${field}-error${hint === undefined ? '' : ` ${field}-hint`}"
        .value=${value}
        @input=${(event: InputEvent) => set((event.target as HTMLInputElement).value)}
      />
      ${this.refusalOf(field)} ${hint === undefined ? nothing : html`<div class="small muted" id="${field}-hint">${hint}</div>`}
    </div>`
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault()
    if (this.busy) return
    this.refusal = this.missing(this.form)
    if (this.refusal !== undefined) return this.#focusRefused()
    this.busy = true
    try {
      if ((await this.#save(this.form)) === false) return
      this.#stored = this.form
      this.#dialog?.close()
      this.activeContext?.notices.publish({ kind: 'success', title: this.savedText })
      this.dispatchEvent(new Event('sillage-changed'))
    } catch (error) {
      this.refusal = { field: fieldOf(error), text: errorText(error, this.words) }
      await this.#focusRefused()
    } finally {
      this.busy = false
    }
  }

  async #focusRefused(): Promise<void> {
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }

  protected override render(): unknown {
    const { words, busy, refusal } = this
    const shown =
      refusal?.field !== undefined && this.renderRoot.querySelector(`[id="${refusal.field}-error"]`) !== null
    return html`<dialog part="dialog" class=${this.wide ? '' : 'small'} aria-labelledby="title" @cancel=${this.#guard.cancelled} @close=${this.#guard.closed}>
        <form novalidate autocomplete="off" @submit=${this.#submit}>
          <div class="head">
            <h2 class="grow" id="title">${this.heading}</h2>
            <button type="button" class="quiet icon" aria-label=${words.common.close} @click=${() => void this.#guard.leave()}>${closeIcon}</button>
          </div>
          <div class="scroll">${this.fields(this.form)}</div>
          ${refusal === undefined || shown ? nothing : html`<div class="note bad flat" role="alert">${refusal.text}</div>`}
          <div class="foot">
            <button type="submit" class="primary ${busy ? 'busy' : ''}" ?disabled=${busy}>${words.settings.save}</button>
          </div>
        </form>
      </dialog>
      <sillage-confirm></sillage-confirm>`
  }

  /** Whether it needs the whole width. */
  protected get wide(): boolean {
    return false
  }
}

/** The field of a refusal within one entry: `value[2].email` is `email`. */
function fieldOf(error: unknown): string | undefined {
  const field = isSillageError(error) ? error.field?.replace(/^value(?:\[\d+\])?\.?/, '') : undefined
  return field === '' ? undefined : field
}
