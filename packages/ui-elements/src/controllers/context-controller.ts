import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { ContextRequestEvent, type ContextSource, createContextSource } from '../context/context-source.ts'
import { sharedContext } from '../context/shared-context.ts'
import type { SillageContext } from '../context/sillage-context.ts'

/** What determines a host's context: its own `context` property, else its `base-url`, else the nearest provider. */
export interface ContextHost extends ReactiveControllerHost, Element {
  readonly context: SillageContext | undefined
  readonly baseUrl: string | undefined
  readonly names: string | undefined
}

/**
 * Finds the context of its host and passes it on to elements inside the host's shadow root. `attach` runs for each
 * context of the host and returns the function that releases it.
 */
export class ContextController implements ReactiveController {
  readonly source: ContextSource = createContextSource()
  readonly #host: ContextHost
  readonly #attach: (context: SillageContext) => () => void
  #detach: (() => void) | undefined
  #unsubscribe: (() => void) | undefined

  constructor(host: ContextHost, attach: (context: SillageContext) => () => void) {
    this.#host = host
    this.#attach = attach
    host.addController(this)
    host.addEventListener('sillage-context-request', (event) => {
      // Requests of the host itself go on upwards; those of elements in its shadow root are answered here.
      if (event instanceof ContextRequestEvent && event.composedPath()[0] !== host) event.answer(this.source)
    })
  }

  get current(): SillageContext | undefined {
    return this.source.current
  }

  hostConnected(): void {
    this.find()
  }

  hostDisconnected(): void {
    this.#unsubscribe?.()
    this.#unsubscribe = undefined
    this.#use(undefined)
  }

  /** Searches again, after `context`, `base-url` or `names` changed. */
  find(): void {
    this.#unsubscribe?.()
    this.#unsubscribe = undefined
    const { context, baseUrl, names } = this.#host
    const own = context ?? (baseUrl === undefined ? undefined : sharedContext(baseUrl, names))
    const outer = own === undefined ? this.#ask() : undefined
    if (outer !== undefined) this.#unsubscribe = outer.subscribe(() => this.#use(outer.current))
    this.#use(own ?? outer?.current)
  }

  #ask(): ContextSource | undefined {
    const request = new ContextRequestEvent()
    this.#host.dispatchEvent(request)
    return request.source
  }

  #use(context: SillageContext | undefined): void {
    if (context === this.source.current) return
    this.#detach?.()
    this.#detach = undefined
    this.source.set(context)
    if (context !== undefined) this.#detach = this.#attach(context)
    this.#host.requestUpdate()
  }
}
