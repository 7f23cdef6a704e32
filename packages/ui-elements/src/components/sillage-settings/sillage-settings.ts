import type { OwnSender, Setting, Topic } from '@sillage/core/browser'
import type { BrandInput } from '@sillage/core/document'
import { html, nothing } from 'lit'
import { createLatest } from '../../client/latest.ts'
import { changeList, readSetting, writeSetting } from '../../client/settings.ts'
import { nearestLang } from '../../controllers/nearest-lang.ts'
import { saidIn } from '../../format/said-in.ts'
import { type SettingsWords, settingsEn } from '../../locales/settings-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { dialog } from '../../styles/dialog.styles.ts'
import { pill } from '../../styles/pill.styles.ts'
import { roomStyles } from '../../styles/room.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { formOf as brandForm, inputOf } from '../sillage-brand/brand-form.ts'
import { SillageBrand } from '../sillage-brand/sillage-brand.ts'
import { type Question, SillageConfirm } from '../sillage-confirm/sillage-confirm.ts'
import { SillageElement } from '../sillage-element.ts'
import { SillagePicture } from '../sillage-picture/sillage-picture.ts'
import { emptySender, SillageSender, senderOf } from '../sillage-sender/sillage-sender.ts'
import { SillageTopic } from '../sillage-topic/sillage-topic.ts'
import { emptyTopic, type TopicForm, formOf as topicForm, topicOf } from '../sillage-topic/topic-form.ts'
import { troubleView } from '../trouble-view.ts'
import { brandView } from './brand-view.ts'
import { entriesView } from './entries-view.ts'
import { settingsStyles } from './settings.styles.ts'

interface Settings {
  senders: Setting<OwnSender[]>
  brand: Setting<BrandInput>
  topics: Setting<Topic[]>
}

const sameSender = (a: OwnSender, b: OwnSender): boolean => a.email === b.email && a.name === b.name

/** The inside of `<campaign-settings>`: senders, look and topics, and the dialogs in which they are changed. */
export class SillageSettings extends SillageElement<SettingsWords> {
  static override readonly english = settingsEn
  static override readonly tag = 'sillage-settings'
  static override readonly dependencies = [SillagePicture, SillageSender, SillageTopic, SillageBrand, SillageConfirm]
  static override styles = [tokens, controls, pill, dialog, roomStyles, settingsStyles]
  static override properties = { settings: { state: true }, failure: { state: true } }

  /** Undefined until they are loaded. */
  declare private settings: Settings | undefined
  declare private failure: unknown
  readonly #latest = createLatest()

  protected override contextReady(): void {
    void this.#load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#latest.cancel()
  }

  #part<T extends Element>(selector: string): T | null {
    return this.renderRoot.querySelector<T>(selector)
  }

  async #load(): Promise<void> {
    const { client } = this
    if (client === undefined) return
    try {
      const settings = await this.#latest.run(async (signal) => {
        const [senders, brand, topics] = await Promise.all([
          readSetting<OwnSender[]>(client, 'senders', signal),
          readSetting<BrandInput>(client, 'brand', signal),
          readSetting<Topic[]>(client, 'topics', signal),
        ])
        return { senders, brand, topics }
      })
      if (settings === undefined) return
      this.settings = settings
      this.failure = undefined
    } catch (failure) {
      this.failure = failure
    }
  }

  async #ask(question: Omit<Question, 'keep' | 'danger'>): Promise<boolean> {
    const asked = { ...question, keep: this.words.common.back, danger: true }
    return (await this.#part<SillageConfirm>('sillage-confirm')?.ask(asked)) === true
  }

  /** Does what was confirmed; trouble is said by a notice. */
  async #act(act: () => Promise<unknown>): Promise<void> {
    try {
      await act()
      this.activeContext?.notices.publish({ kind: 'success', title: this.words.settings.saved })
    } catch (error) {
      this.tellFailure(error)
    }
    await this.#load()
  }

  #editSender(before?: OwnSender): void {
    const { client } = this
    if (client === undefined) return
    const form = before === undefined ? emptySender : { email: before.email, name: before.name ?? '' }
    void this.#part<SillageSender>('sillage-sender')?.show(form, (typed) =>
      changeList<OwnSender>(client, 'senders', (present) => {
        const at = before === undefined ? -1 : present.findIndex((one) => sameSender(one, before))
        return at < 0 ? [...present, senderOf(typed)] : present.with(at, senderOf(typed))
      }),
    )
  }

  async #removeSender(sender: OwnSender): Promise<void> {
    const { client, words } = this
    const { removeTitle, removeText } = words.settings.senders
    const question = {
      title: removeTitle(sender.name ?? sender.email),
      text: [removeText],
      confirm: words.settings.remove,
    }
    if (client === undefined || !(await this.#ask(question))) return
    const others = (present: readonly OwnSender[]) => present.filter((one) => !sameSender(one, sender))
    await this.#act(() => changeList(client, 'senders', others))
  }

  #editTopic(before?: Topic): void {
    const { client } = this
    if (client === undefined) return
    const others = this.settings?.topics.value?.map(({ key }) => key) ?? []
    const form = before === undefined ? { ...emptyTopic, others } : topicForm(before)
    void this.#part<SillageTopic>('sillage-topic')?.show(form, (typed: TopicForm) =>
      changeList<Topic>(client, 'topics', (present) => {
        const at = typed.others !== undefined ? -1 : present.findIndex(({ key }) => key === typed.key)
        return at < 0 ? [...present, topicOf(typed)] : present.with(at, topicOf(typed))
      }),
    )
  }

  async #removeTopic(topic: Topic): Promise<void> {
    const { client, words } = this
    const { removeTitle, removeText, removeChoices } = words.settings.topics
    const title = removeTitle(saidIn(topic.name, nearestLang(this)))
    const question = { title, text: [removeText, removeChoices(topic.key)], confirm: words.settings.remove }
    if (client === undefined || !(await this.#ask(question))) return
    const others = (present: readonly Topic[]) => present.filter(({ key }) => key !== topic.key)
    await this.#act(() => changeList(client, 'topics', others))
  }

  #editBrand({ value, updatedAt }: Setting<BrandInput>): void {
    const { client } = this
    if (client === undefined) return
    const dialog = this.#part<SillageBrand>('sillage-brand')
    void dialog?.show(brandForm(value ?? {}), async (form) => {
      const present = await readSetting<BrandInput>(client, 'brand')
      const { overTitle, overText, over } = this.words.settings.brand
      const question = { title: overTitle, text: [overText], confirm: over, keep: this.words.common.back, danger: true }
      if (present.updatedAt !== updatedAt && !(await dialog.ask(question))) return false
      await writeSetting(client, 'brand', inputOf(form))
      return true
    })
  }

  async #resetBrand(): Promise<void> {
    const { client, words } = this
    const { resetTitle: title, resetText, resetConfirm: confirm } = words.settings.brand
    if (client === undefined || !(await this.#ask({ title, text: [resetText], confirm }))) return
    await this.#act(() => writeSetting(client, 'brand', null))
  }

  protected override render() {
    const { words, settings, failure } = this
    const text = words.settings
    const again = () => void this.#load()
    return html`<div class="base">
      <div class="row" part="header">
        <div class="grow"><slot name="heading"><h1>${text.title}</h1></slot></div>
      </div>
      ${failure === undefined ? nothing : troubleView(text.failed, failure, words, again)}
      ${settings === undefined ? (failure === undefined ? html`<p class="muted" role="status">${words.common.loading}</p>` : nothing) : this.#sections(settings)}
      <sillage-sender @sillage-changed=${again}></sillage-sender>
      <sillage-topic @sillage-changed=${again}></sillage-topic>
      <sillage-brand @sillage-changed=${again}></sillage-brand>
      <sillage-confirm></sillage-confirm>
    </div>`
  }

  #sections({ senders, brand, topics }: Settings) {
    const { words, format } = this
    const { settings: text } = words
    const lang = nearestLang(this)
    const ofSenders = (senders.value ?? []).map((sender) => ({
      name: sender.name ?? sender.email,
      about: sender.name === undefined ? '' : sender.email,
      change: () => this.#editSender(sender),
      remove: () => void this.#removeSender(sender),
    }))
    const ofTopics = (topics.value ?? []).map((topic) => ({
      name: saidIn(topic.name, lang),
      about: [topic.key, topic.description === undefined ? '' : saidIn(topic.description, lang)]
        .filter((part) => part !== '')
        .join(' · '),
      change: () => this.#editTopic(topic),
      remove: () => void this.#removeTopic(topic),
    }))
    return html`${entriesView({ ...text.senders, fixed: senders.fixed, entries: ofSenders, begin: () => this.#editSender() }, words)}
      ${brandView(brand, words, format, lang, { change: () => this.#editBrand(brand), reset: () => void this.#resetBrand() })}
      ${entriesView({ ...text.topics, fixed: topics.fixed, entries: ofTopics, begin: () => this.#editTopic() }, words)}`
  }
}
