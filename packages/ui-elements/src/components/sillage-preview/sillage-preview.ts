import type { Preview, PreviewInput } from '@sillage/core/browser'
import { html, nothing, type PropertyValues } from 'lit'
import { errorText } from '../../client/error-text.ts'
import { createLatest } from '../../client/latest.ts'
import { createDebounce } from '../../client/throttle.ts'
import { type WritingWords, writingEn } from '../../locales/writing-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { SillageElement } from '../sillage-element.ts'
import { inScheme } from './in-scheme.ts'
import { sealedPage } from './sealed-page.ts'
import { previewStyles } from './sillage-preview.styles.ts'
import { warningText } from './warning-text.ts'

/**
 * @summary Shows content as one recipient will see it, with what an author should know before sending. Part of the
 * composer.
 *
 * The mail is in an `<iframe sandbox="">`: no scripts, no forms, no navigation, no referrer.
 *
 * @event sillage-fields - The merge fields of the content are known; read them from `fields`.
 */
export class SillagePreview extends SillageElement<WritingWords> {
  static override readonly english = writingEn
  static override readonly tag = 'sillage-preview'
  static override styles = [tokens, controls, previewStyles]
  static override properties = {
    input: { attribute: false },
    person: {},
    preview: { state: true },
    failure: { state: true },
    bare: { attribute: false },
    phone: { state: true },
    dark: { state: true },
    plain: { state: true },
  }

  /** What is to be shown; undefined: nothing yet. A new object starts a new preview, after 300 ms of quiet. */
  declare input: PreviewInput | undefined
  /** Whose data is merged in, by name. */
  declare person: string | undefined
  /** Warnings are shown elsewhere. */
  declare bare: boolean
  declare private preview: Preview | undefined
  declare private failure: unknown
  declare private phone: boolean
  /** As a device in dark mode shows it. */
  declare private dark: boolean
  declare private plain: boolean

  readonly #latest = createLatest()
  readonly #ask = createDebounce(() => void this.#load(), 300)

  constructor() {
    super()
    this.phone = this.plain = this.dark = this.bare = false
  }

  /** The merge fields the content uses. */
  get fields(): readonly string[] {
    return this.preview?.fields ?? []
  }

  /** Those of them that no contact has. */
  get unknownFields(): readonly string[] {
    const unknown = this.preview?.warnings.filter(({ code }) => code === 'unknown_merge_field') ?? []
    return unknown.flatMap(({ subject }) => subject ?? [])
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#ask.cancel()
    this.#latest.cancel()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    if (!changed.has('input')) return
    if (this.input === undefined) {
      this.#ask.cancel()
      this.#latest.cancel()
      this.preview = undefined
      this.failure = undefined
    } else {
      this.#ask.request()
    }
  }

  async #load(): Promise<void> {
    const { client, input } = this
    if (client === undefined || input === undefined) return
    try {
      const preview = await this.#latest.run((signal) => client.preview(input, signal))
      if (preview === undefined) return
      this.preview = preview
      this.failure = undefined
      this.dispatchEvent(new Event('sillage-fields'))
    } catch (error) {
      this.failure = error
    }
  }

  protected override render() {
    const { words, preview, phone, plain } = this
    const text = words.preview
    return html`<div class="base">
      <div class="row small">
        <span class="as muted wrap">${text.as} <b>${this.person ?? text.sample}</b></span>
        <div class="tabs" role="group" aria-label=${text.title}>
          ${tab(!phone && !plain, text.desktop, () => this.#show(false, false))}
          ${tab(phone && !plain, text.phone, () => this.#show(true, false))}
          ${tab(plain, text.text, () => this.#show(phone, true))}
        </div>
        <label class="check"><input type="checkbox" .checked=${this.dark} @change=${(event: Event) => {
          this.dark = (event.target as HTMLInputElement).checked
        }} />${text.dark}</label>
      </div>
      <div class="mail ${phone && !plain ? 'phone' : ''}">
        ${preview === undefined ? nothing : html`<div class="top" dir="auto">${preview.subject === '' ? html`<span class="muted">${text.subjectEmpty}</span>` : preview.subject}</div>`}
        ${this.#mail()}
      </div>
      ${this.failure === undefined ? nothing : html`<div class="note bad" role="status">${text.failed}: ${errorText(this.failure, words)}</div>`}
      ${this.#warnings()}
    </div>`
  }

  #show(phone: boolean, plain: boolean): void {
    this.phone = phone
    this.plain = plain
  }

  #mail() {
    const { preview, plain, words } = this
    if (preview === undefined) return html`<p class="blank muted">${words.preview.empty}</p>`
    if (plain) return html`<pre dir="auto" tabindex="0" aria-label=${words.preview.text}>${preview.text}</pre>`
    const page = sealedPage(inScheme(preview.html, this.dark))
    return html`<iframe class=${this.dark ? 'dark' : ''} sandbox="" referrerpolicy="no-referrer" title=${words.preview.frame} .srcdoc=${page}></iframe>`
  }

  #warnings() {
    const warnings = this.preview?.warnings ?? []
    if (this.bare || warnings.length === 0) return nothing
    return html`<ul class="warnings">${warnings.map((warning) => html`<li>${warningText(warning, this.words, this.format)}</li>`)}</ul>`
  }
}

function tab(pressed: boolean, label: string, act: () => void) {
  return html`<button type="button" aria-pressed=${pressed} @click=${act}>${label}</button>`
}
