import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { en, type Locale } from './en.ts'
import { localeListeners, localeOf } from './load-locale.ts'
import { nearestLang } from './nearest-lang.ts'

/** Gives its host the texts of the nearest `lang`, and says when they are others. English where there are none. */
export class LocaleController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element
  readonly #changed: () => void
  #observer: MutationObserver | undefined
  words: Locale = en

  constructor(host: ReactiveControllerHost & Element, changed: () => void) {
    this.#host = host
    this.#changed = changed
    host.addController(this)
  }

  hostConnected(): void {
    localeListeners.add(this.#read)
    this.#observer = new MutationObserver(this.#read)
    this.#observer.observe(document.documentElement, { attributes: true, attributeFilter: ['lang'], subtree: true })
    this.#read()
  }

  hostDisconnected(): void {
    localeListeners.delete(this.#read)
    this.#observer?.disconnect()
  }

  readonly #read = (): void => {
    const words = localeOf(nearestLang(this.#host).split('-')[0] ?? 'en') ?? en
    if (words === this.words) return
    this.words = words
    this.#changed()
    this.#host.requestUpdate()
  }
}
