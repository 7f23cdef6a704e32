import type { TemplateItem } from '@sillage/core/browser'
import { css, html, type PropertyValues } from 'lit'
import { createLatest } from '../../client/latest.ts'
import { type TemplatesWords, templatesEn } from '../../locales/templates-en.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { SillageElement } from '../sillage-element.ts'
import { SillagePicture } from '../sillage-picture/sillage-picture.ts'

/**
 * @summary A small picture of what a template looks like. Part of `<template-manager>`.
 *
 * The message is asked for when the picture comes near to what the reader sees.
 */
export class SillageThumbnail extends SillageElement<TemplatesWords> {
  static override readonly english = templatesEn
  static override readonly tag = 'sillage-thumbnail'
  static override readonly dependencies = [SillagePicture]
  static override styles = [
    tokens,
    css`
      :host {
        display: grid;
        position: relative;
      }
      p {
        position: absolute;
        inset: 0;
        display: grid;
        place-content: center;
        padding: 16px;
        text-align: center;
        font-size: 13px;
        background: var(--_bg);
        color: var(--_ink-2);
      }
    `,
  ]
  static override properties = {
    template: { attribute: false },
    mail: { state: true },
  }

  declare template: TemplateItem
  /** Undefined until it is known, null where it cannot be shown. */
  declare private mail: string | null | undefined

  #near = false
  readonly #latest = createLatest()
  readonly #watch = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return
      this.#watch.disconnect()
      this.#near = true
      void this.#load()
    },
    { rootMargin: '300px' },
  )

  override connectedCallback(): void {
    super.connectedCallback()
    if (!this.#near) this.#watch.observe(this)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#watch.disconnect()
    this.#latest.cancel()
  }

  protected override contextReady(): void {
    void this.#load()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    const before = changed.get('template')
    if (before !== undefined && before.revision !== this.template.revision) void this.#load()
  }

  async #load(): Promise<void> {
    const { client, template } = this
    if (client === undefined || !this.#near) return
    try {
      const preview = await this.#latest.run((signal) => client.preview({ template: template.id }, signal))
      if (preview !== undefined) this.mail = preview.html
    } catch {
      this.mail = null
    }
  }

  protected override render() {
    const { mail, words } = this
    return html`<sillage-picture .mail=${mail ?? undefined}></sillage-picture>
      ${mail === null ? html`<p>${words.templates.noPicture}</p>` : ''}`
  }
}
