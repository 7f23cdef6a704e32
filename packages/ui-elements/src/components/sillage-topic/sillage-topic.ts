import { html, nothing } from 'lit'
import { closeIcon } from '../../styles/icons.ts'
import { type Refusal, SettingDialog } from '../setting-dialog.ts'
import { emptyTopic, type TopicForm, type TopicText, withLanguage } from './topic-form.ts'

/**
 * The dialog for one topic. Part of `<campaign-settings>`.
 *
 * @event sillage-changed - It was saved.
 */
export class SillageTopic extends SettingDialog<TopicForm> {
  static override readonly tag = 'sillage-topic'

  constructor() {
    super(emptyTopic)
  }

  protected override get heading(): string {
    return this.words.settings.topics.title
  }

  protected override missing({ key, others, texts }: TopicForm): Refusal | undefined {
    const { need, taken, languageHint } = this.words.settings.topics
    if (key.trim() === '') return { field: 'key', text: need }
    if (others?.includes(key.trim())) return { field: 'key', text: taken }
    if (texts[0]?.name.trim() === '') return { field: 'name-0', text: need }
    const unnamed = texts.length < 2 ? -1 : texts.findIndex(({ language }) => language.trim() === '')
    return unnamed < 0 ? undefined : { field: `language-${unnamed}`, text: languageHint }
  }

  protected override fields(form: TopicForm) {
    const text = this.words.settings.topics
    const { key, others, texts } = form
    return html`<div class="part">
        ${others !== undefined ? this.line('key', text.key, key, (value) => this.set({ key: value }), { hint: text.keyHint }) : html`<p class="small muted">${text.key}: <b>${key}</b></p>`}
      </div>
      ${texts.map((one, at) => this.#text(one, at))}
      <div class="part">
        <div>
          <button type="button" class="quiet compact" @click=${() => this.set(withLanguage(form))}>${text.addLanguage}</button>
        </div>
      </div>`
  }

  #text({ language, name, description }: TopicText, at: number) {
    const text = this.words.settings.topics
    const { texts } = this.form
    const change = (part: Partial<TopicText>) =>
      this.set({ texts: texts.map((one, index) => (index === at ? { ...one, ...part } : one)) })
    const several = texts.length > 1 || language !== ''
    const label = (plain: string, inLanguage: (language: string) => string) =>
      several && language !== '' ? inLanguage(language) : plain
    return html`<div class="part">
      ${
        several
          ? html`<div class="row">
              <div class="grow">
                ${this.line(`language-${at}`, text.language, language, (value) => change({ language: value }), { hint: text.languageHint })}
              </div>
              ${
                texts.length > 1
                  ? html`<button
                      type="button"
                      class="quiet icon"
                      aria-label=${text.removeLanguage(language)}
                      @click=${() => this.set({ texts: texts.filter((_, index) => index !== at) })}
                    >
                      ${closeIcon}
                    </button>`
                  : nothing
              }
            </div>`
          : nothing
      }
      ${this.line(`name-${at}`, label(text.name, text.nameIn), name, (value) => change({ name: value }))}
      ${this.line(`description-${at}`, label(text.description, text.descriptionIn), description, (value) => change({ description: value }))}
    </div>`
  }
}
