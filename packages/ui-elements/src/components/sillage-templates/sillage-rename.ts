import type { TemplateItem } from '@sillage/core/browser'
import { html } from 'lit'
import { apiOf } from '../../client/api.ts'
import { errorText } from '../../client/error-text.ts'
import { type TemplatesWords, templatesEn } from '../../locales/templates-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { dialog } from '../../styles/dialog.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { showModal } from '../show-modal.ts'
import { SillageElement } from '../sillage-element.ts'

/**
 * Asks for the new name of a template. Part of `<template-manager>`.
 *
 * @event sillage-changed - The template was renamed, or is another by now.
 */
export class SillageRename extends SillageElement<TemplatesWords> {
  static override readonly english = templatesEn
  static override readonly tag = 'sillage-rename'
  static override styles = [tokens, controls, dialog]
  static override properties = {
    template: { state: true },
    name: { state: true },
    problem: { state: true },
    busy: { state: true },
  }

  declare private template: TemplateItem | undefined
  declare private name: string
  declare private problem: string
  declare private busy: boolean

  constructor() {
    super()
    this.name = this.problem = ''
    this.busy = false
  }

  async show(template: TemplateItem): Promise<void> {
    this.template = template
    this.name = template.name
    this.problem = ''
    await this.updateComplete
    showModal(this.#dialog)
    this.renderRoot.querySelector('input')?.select()
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog')
  }

  async #save(event: Event): Promise<void> {
    event.preventDefault()
    const { client, template, words } = this
    if (client === undefined || template === undefined || this.busy) return
    const name = this.name.trim()
    this.problem = name === '' ? words.templates.needName : ''
    if (name === '') return this.renderRoot.querySelector('input')?.focus()
    this.busy = true
    try {
      // Only the name is written, so that nothing of what another person changed meanwhile is lost.
      await apiOf(client).templates.update(template.id, { name })
      this.#dialog?.close()
      this.activeContext?.notices.publish({ kind: 'success', title: words.templates.renamed, text: name })
      this.dispatchEvent(new Event('sillage-changed'))
    } catch (error) {
      this.problem = errorText(error, words)
    } finally {
      this.busy = false
    }
  }

  protected override render() {
    const { words, problem, busy, template } = this
    const text = words.templates
    return html`<dialog class="narrow" part="dialog" aria-labelledby="title">
      <form novalidate autocomplete="off" @submit=${this.#save}>
        <div class="body">
          <h2 id="title">${text.renameTitle(template?.name ?? '')}</h2>
          <div class="field">
            <label for="name">${text.name}</label>
            <input
              id="name"
              autofocus
              maxlength="200"
              dir="auto"
              aria-invalid=${problem !== ''}
              aria-describedby="problem"
              .value=${this.name}
              @input=${(event: InputEvent) => {
                this.name = (event.target as HTMLInputElement).value
                this.problem = ''
              }}
            />
            <div class="error" id="problem" aria-live="polite">${problem}</div>
          </div>
        </div>
        <div class="foot">
          <button type="button" @click=${() => this.#dialog?.close()}>${words.common.back}</button>
          <button type="submit" class="primary ${busy ? 'busy' : ''}" ?disabled=${busy}>${text.rename}</button>
        </div>
      </form>
    </dialog>`
  }
}
