import { isSillageError } from '@sillage/core/browser'
import type { LiveListener } from '@sillage/core/client'
import { LitElement, type PropertyDeclarations, type PropertyValues } from 'lit'
import type { ApiClient } from '../client/api-client.ts'
import { errorText } from '../client/error-text.ts'
import type { SillageContext } from '../context/sillage-context.ts'
import { ContextController } from '../controllers/context-controller.ts'
import { LocaleController } from '../controllers/locale-controller.ts'
import type { Format } from '../format/format.ts'
import { type ReadingWords, readingEn } from '../locales/reading-en.ts'
import type { ElementClass } from './define-element.ts'

/** The subject of notices about a lost connection, the same for every element. */
const NETWORK = 'no_answer'

/**
 * What all elements have in common: texts and formats of the nearest `lang`, and a context from the `context` property,
 * the `base-url` attribute or the nearest provider. Every element can also register itself and its dependencies.
 */
export abstract class SillageElement<W extends ReadingWords = ReadingWords> extends LitElement {
  declare static readonly tag: string
  /** The elements in this one's shadow root. */
  static readonly dependencies: readonly ElementClass[] = []

  /** The English texts that the element has: a page loads no others. All other languages are complete. */
  static readonly english: ReadingWords = readingEn

  static override properties: PropertyDeclarations = {
    baseUrl: { attribute: 'base-url' },
    names: {},
    context: { attribute: false },
  }

  /** Mount path of the Sillage router; not needed inside a `<sillage-provider>`. */
  declare baseUrl: string | undefined
  /** Names of the routes: `en` (default) or `fr`. */
  declare names: 'en' | 'fr' | undefined
  /** A context made by `createSillageContext`; wins over `base-url` and provider. */
  declare context: SillageContext | undefined

  readonly #locale = new LocaleController(this, (this.constructor as typeof SillageElement).english)
  readonly #context = new ContextController(this, (context) => this.attach(context))

  /** Speaks to the server of the context in force; undefined while there is none. */
  get client(): ApiClient | undefined {
    return this.#context.current?.client
  }

  /** The context in force: `context`, else that of `base-url`, else the nearest provider's. */
  get activeContext(): SillageContext | undefined {
    return this.#context.current
  }

  protected get words(): W {
    // Complete by construction: the English ones are the class's own, and every other language has all.
    return this.#locale.words as W
  }

  protected get format(): Format {
    return this.#locale.format
  }

  /** Notifies by `<campaign-toasts>` that what the person asked for was not done, and why; `about` as in `Notice`. */
  protected tellFailure(error: unknown, about?: string): void {
    const topic = isSillageError(error, NETWORK) ? NETWORK : about
    const notice = { kind: 'error', title: this.words.common.failedAction, text: errorText(error, this.words) } as const
    this.activeContext?.notices.publish(topic === undefined ? notice : { ...notice, about: topic })
  }

  /** The server did what was asked about `about`: earlier trouble with it or with the connection is no longer shown. */
  protected tellRecovery(about = NETWORK): void {
    for (const topic of new Set([NETWORK, about])) this.activeContext?.notices.settle(topic)
  }

  /** Called with each context of the element; returns the function that releases it. */
  protected attach(context: SillageContext): () => void {
    const live = this.liveListener()
    const unsubscribe = live === undefined ? undefined : context.live.subscribe(live)
    this.contextReady()
    return () => unsubscribe?.()
  }

  /** The element's listener of live frames; undefined: it needs none. */
  protected liveListener(): LiveListener | undefined {
    return undefined
  }

  /** A context is available: time to load. */
  protected contextReady(): void {}

  /** Nothing is drawn in the wrong language first. */
  protected override async scheduleUpdate(): Promise<void> {
    const { pending } = this.#locale
    if (pending !== undefined) await pending
    super.scheduleUpdate()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('baseUrl') || changed.has('names') || changed.has('context')) this.#context.find()
  }
}
