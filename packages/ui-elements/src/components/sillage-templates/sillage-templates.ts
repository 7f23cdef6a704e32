import type { TemplateItem } from '@sillage/core/browser'
import { html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { type Api, apiOf } from '../../client/api.ts'
import { createLatest } from '../../client/latest.ts'
import { type TemplatesWords, templatesEn } from '../../locales/templates-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { roomStyles } from '../../styles/room.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { SillageConfirm } from '../sillage-confirm/sillage-confirm.ts'
import { SillageElement } from '../sillage-element.ts'
import { SillageMenu } from '../sillage-menu/sillage-menu.ts'
import { SillageTemplate } from '../sillage-template/sillage-template.ts'
import { SillageThumbnail } from '../sillage-thumbnail/sillage-thumbnail.ts'
import { troubleView } from '../trouble-view.ts'
import { copyTemplate } from './copy-template.ts'
import { removeQuestion } from './remove-question.ts'
import { SillageRename } from './sillage-rename.ts'
import { type TemplateActions, templateCard } from './template-card.ts'
import { loadUses, type TemplateUses } from './template-uses.ts'
import { templatesStyles } from './templates.styles.ts'

/** So many cards are drawn before one asks for more. */
const SHOWN = 48

/** The inside of `<template-manager>`: the templates as cards, and the dialogs in which one is written and renamed. */
export class SillageTemplates extends SillageElement<TemplatesWords> {
  static override readonly english = templatesEn
  static override readonly tag = 'sillage-templates'
  static override readonly dependencies = [
    SillageThumbnail,
    SillageMenu,
    SillageTemplate,
    SillageRename,
    SillageConfirm,
  ]
  static override styles = [tokens, controls, roomStyles, templatesStyles]
  static override properties = {
    templates: { state: true },
    uses: { state: true },
    failure: { state: true },
    q: { state: true },
    shown: { state: true },
  }

  /** Undefined until they are loaded. */
  declare private templates: readonly TemplateItem[] | undefined
  declare private uses: TemplateUses | undefined
  declare private failure: unknown
  declare private q: string
  declare private shown: number

  readonly #latest = createLatest()
  readonly #actions: TemplateActions = {
    edit: ({ id }) => void this.#part<SillageTemplate>('sillage-template')?.show(id),
    rename: (template) => this.#part<SillageRename>('sillage-rename')?.show(template),
    duplicate: (template) =>
      void this.#act(this.words.templates.duplicated, template.name, (api) =>
        copyTemplate(api, template.id, this.words),
      ),
    remove: (template) => void this.#remove(template),
  }

  constructor() {
    super()
    this.q = ''
    this.shown = SHOWN
  }

  protected override contextReady(): void {
    void this.#load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#latest.cancel()
  }

  #part<T extends Element>(selector: string): T | null {
    return this.renderRoot?.querySelector<T>(selector) ?? null
  }

  async #load(): Promise<void> {
    const { client } = this
    if (client === undefined) return
    try {
      // Lists have no content: all of them are searched here.
      const templates = await this.#latest.run(async (signal) => {
        const read: TemplateItem[] = []
        for await (const template of apiOf(client).templates.list({ limit: 200 })) {
          signal.throwIfAborted()
          read.push(template)
        }
        return read
      })
      if (templates === undefined) return
      this.templates = templates
      this.failure = undefined
    } catch (failure) {
      this.failure = failure
    }
    // Where the campaigns cannot be read, the cards leave out who uses them.
    this.uses = await loadUses(client).catch(() => undefined)
  }

  async #act(done: string, name: string, act: (api: Api) => Promise<unknown>): Promise<void> {
    const { client } = this
    if (client === undefined) return
    try {
      await act(apiOf(client))
      this.activeContext?.notices.publish({ kind: 'success', title: done, text: name })
    } catch (error) {
      this.tellFailure(error)
    }
    await this.#load()
  }

  async #remove(template: TemplateItem): Promise<void> {
    const { words, format } = this
    const question = removeQuestion(template, this.uses, words, format)
    if ((await this.#part<SillageConfirm>('sillage-confirm')?.ask(question)) !== true) return
    await this.#act(words.templates.removed, template.name, ({ templates }) => templates.delete(template.id))
  }

  get #found(): readonly TemplateItem[] {
    const q = this.q.trim().toLowerCase()
    const all = this.templates ?? []
    return q === ''
      ? all
      : all.filter(({ name, subject, key }) =>
          [name, subject, key ?? ''].some((part) => part.toLowerCase().includes(q)),
        )
  }

  protected override render() {
    const { words, format, templates, uses, failure, q, shown } = this
    const text = words.templates
    const found = this.#found
    const { length } = found
    return html`<div class="base">
      <div class="row" part="header">
        <div class="grow"><slot name="heading"><h1>${text.title}</h1></slot></div>
        <button type="button" class="primary" @click=${() => this.#part<SillageTemplate>('sillage-template')?.show()}>
          ${text.create}
        </button>
      </div>
      <div class="tools">
        <input
          type="search"
          placeholder=${text.search}
          aria-label=${text.search}
          .value=${q}
          @input=${(event: InputEvent) => {
            this.q = (event.target as HTMLInputElement).value
            this.shown = SHOWN
          }}
        />
      </div>
      <div class="small muted num" role="status">
        ${templates === undefined ? (failure === undefined ? words.common.loading : nothing) : text.count(format.number(length))}
      </div>
      ${failure === undefined ? nothing : troubleView(text.failed, failure, words, () => void this.#load())}
      ${templates !== undefined && length === 0 ? html`<div class="panel empty muted">${q === '' ? text.empty : text.nothing}</div>` : nothing}
      <ul class="cards">
        ${repeat(
          found.slice(0, shown),
          ({ id }) => id,
          (template) => templateCard(template, uses, words, format, this.#actions),
        )}
      </ul>
      ${
        length > shown
          ? html`<div class="more">
              <button type="button" @click=${() => {
                this.shown += SHOWN
              }}>${words.common.more}</button>
            </div>`
          : nothing
      }
      <sillage-template @sillage-changed=${() => void this.#load()}></sillage-template>
      <sillage-rename @sillage-changed=${() => void this.#load()}></sillage-rename>
      <sillage-confirm></sillage-confirm>
    </div>`
  }
}
