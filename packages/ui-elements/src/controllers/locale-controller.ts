import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { type Format, formatFor } from '../format/format.ts'
import { en, type Locale } from '../locales/en.ts'
import { fr } from '../locales/fr.ts'
import { nearestLang } from './nearest-lang.ts'

const locales: Record<string, Locale> = { en, fr }
const listening = new Set<() => void>()
let observer: MutationObserver | undefined

/** Gives its host the words and formats of the nearest `lang`, and has it drawn again when that changes. */
export class LocaleController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element
  lang = 'en'
  words: Locale = en
  format: Format = formatFor('en')

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    this.#read()
    listening.add(this.#read)
    if (observer === undefined) {
      observer = new MutationObserver(() => {
        for (const read of [...listening]) read()
      })
      observer.observe(document.documentElement, { attributes: true, attributeFilter: ['lang'], subtree: true })
    }
  }

  hostDisconnected(): void {
    listening.delete(this.#read)
    if (listening.size === 0) {
      observer?.disconnect()
      observer = undefined
    }
  }

  readonly #read = (): void => {
    const lang = nearestLang(this.#host)
    if (lang === this.lang) return
    this.lang = lang
    this.words = locales[lang.split('-')[0] ?? 'en'] ?? en
    // Words that are missing for a language fall back to English; its numbers and dates need not.
    this.format = formatFor(this.words === en && !lang.startsWith('en') ? 'en' : lang)
    this.#host.requestUpdate()
  }
}
