import { SillageError } from '@sillage/core/browser'
import { css, html, nothing } from 'lit'
import { nearestLang } from '../../controllers/nearest-lang.ts'
import type { HelpText } from '../../locales/help-en.ts'
import { type HelpingWords, helpingEn } from '../../locales/helping-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { dialog } from '../../styles/dialog.styles.ts'
import { closeIcon } from '../../styles/icons.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { showModal } from '../show-modal.ts'
import { SillageElement } from '../sillage-element.ts'

const help = css`
  dialog {
    inline-size: min(680px, 100vw - 32px);
  }
  .scroll {
    padding: 6px 22px 22px;
  }
  h3 {
    margin: 20px 0 6px;
    font-size: 16px;
  }
  p {
    margin: 0 0 8px;
    line-height: 1.55;
  }
`

/**
 * @summary Opens a page that explains: to the person who writes, how a mail is written here; to whoever reads results,
 * what the figures mean. Part of the composer and of the results; the text is loaded when it is asked for.
 *
 * @csspart dialog - The dialog.
 */
export class SillageHelp extends SillageElement<HelpingWords> {
  static override readonly english = helpingEn
  static override readonly tag = 'sillage-help'
  static override styles = [tokens, controls, dialog, help]
  static override properties = { about: {}, topics: { state: true } }

  declare about: Subject
  declare private topics: readonly HelpText[] | undefined

  constructor() {
    super()
    this.about = 'writing'
  }

  async #show(): Promise<void> {
    try {
      this.topics = await topicsOf[this.about](nearestLang(this).startsWith('fr'))
    } catch {
      this.tellFailure(new SillageError('no_answer', 'The text could not be loaded.'))
      return
    }
    await this.updateComplete
    showModal(this.#dialog)
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog')
  }

  protected override render() {
    const { words, topics } = this
    const title = words.help[this.about]
    return html`<button type="button" class="quiet compact" @click=${() => void this.#show()}>${title}</button>
      ${
        topics === undefined
          ? nothing
          : html`<dialog part="dialog" aria-labelledby="title">
              <div class="frame">
                <div class="head">
                  <h2 class="grow" id="title">${title}</h2>
                  <button type="button" class="quiet icon" autofocus aria-label=${words.common.close} @click=${() => this.#dialog?.close()}>
                    ${closeIcon}
                  </button>
                </div>
                <div class="scroll" tabindex="0" role="region" aria-labelledby="title">
                  ${topics.map(({ title, text }) => html`<h3>${title}</h3>${text.map((words) => html`<p>${words}</p>`)}`)}
                </div>
              </div>
            </dialog>`
      }`
  }
}

/** What each page says, in English where there is none in the language. */
const topicsOf = {
  writing: async (french: boolean) =>
    french ? (await import('../../locales/help-fr.ts')).helpFr : (await import('../../locales/help-en.ts')).helpEn,
  results: async (french: boolean) =>
    french
      ? (await import('../../locales/help-results-fr.ts')).helpResultsFr
      : (await import('../../locales/help-results-en.ts')).helpResultsEn,
}

type Subject = keyof typeof topicsOf
