import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { type Format, formatFor } from '../format/format.ts'
import { loadLocale, localeListeners, localeOf } from '../locales/load-locale.ts'
import type { ReadingWords } from '../locales/reading-en.ts'
import { nearestLang } from './nearest-lang.ts'

const listening = new Set<() => void>()
let observer: MutationObserver | undefined

/**
 * Gives its host the texts and formats of the nearest `lang`, and redraws it when that changes. Where there are no
 * texts for a language, the host's English ones are used with English numbers and dates.
 */
export class LocaleController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element
  readonly #english: ReadingWords
  lang = 'en'
  words: ReadingWords
  format: Format

  constructor(host: ReactiveControllerHost & Element, english: ReadingWords) {
    this.#host = host
    this.#english = english
    this.words = english
    this.format = formatFor('en', english.common.units)
    host.addController(this)
  }

  hostConnected(): void {
    this.#read()
    listening.add(this.#read)
    localeListeners.add(this.#read)
    if (observer === undefined) {
      observer = new MutationObserver(() => {
        for (const read of [...listening]) read()
      })
      observer.observe(document.documentElement, { attributes: true, attributeFilter: ['lang'], subtree: true })
    }
  }

  hostDisconnected(): void {
    listening.delete(this.#read)
    localeListeners.delete(this.#read)
    if (listening.size === 0) {
      observer?.disconnect()
      observer = undefined
    }
  }

  /** Resolves when the texts are loaded; undefined when they are. A host waits for it before it draws. */
  pending: Promise<void> | undefined

  readonly #read = (): void => {
    const lang = nearestLang(this.#host)
    const language = lang.split('-')[0] ?? 'en'
    const loading = loadLocale(language)
    this.lang = lang
    if (loading === undefined) {
      this.pending = undefined
      this.#use(localeOf(language))
      return
    }
    if (loading === this.#loading) return
    this.#loading = loading
    const pending = loading.then(() => {
      if (this.pending !== pending) return
      this.pending = undefined
      this.#loading = undefined
      this.#use(localeOf(language))
    })
    this.pending = pending
    this.#host.requestUpdate()
  }

  #loading: Promise<void> | undefined

  #use(found: ReadingWords | undefined): void {
    const words = found ?? this.#english
    const foreign = found === undefined && !this.lang.startsWith('en')
    const format = formatFor(foreign ? 'en' : this.lang, words.common.units)
    if (words === this.words && format === this.format) return
    this.words = words
    this.format = format
    this.#host.requestUpdate()
  }
}
