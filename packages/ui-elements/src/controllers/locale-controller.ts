import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { type Format, formatFor } from '../format/format.ts'
import { en, type Locale } from '../locales/en.ts'
import { loadLocale, localeOf } from '../locales/load-locale.ts'
import { nearestLang } from './nearest-lang.ts'

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

  /** Resolves when the words are there; undefined when they are. A host waits for it before it draws. */
  pending: Promise<void> | undefined

  readonly #read = (): void => {
    const lang = nearestLang(this.#host)
    if (lang === this.lang) return
    this.lang = lang
    const language = lang.split('-')[0] ?? 'en'
    const words = localeOf(language)
    if (words !== undefined) {
      this.pending = undefined
      this.#use(words)
      return
    }
    const pending = loadLocale(language).then(() => {
      if (this.pending !== pending) return
      this.pending = undefined
      this.#use(localeOf(language) ?? en)
    })
    this.pending = pending
    this.#host.requestUpdate()
  }

  #use(words: Locale): void {
    this.words = words
    // Where there are no words for a language, English numbers and dates go with the English words.
    this.format = formatFor(words === en && !this.lang.startsWith('en') ? 'en' : this.lang)
    this.#host.requestUpdate()
  }
}
