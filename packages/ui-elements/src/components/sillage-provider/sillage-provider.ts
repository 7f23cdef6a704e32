import { css, html, LitElement, type PropertyValues } from 'lit'
import type { ApiClientOptions } from '../../client/api-client.ts'
import { ContextRequestEvent, createContextSource } from '../../context/context-source.ts'
import { namesOf, sharedContext } from '../../context/shared-context.ts'
import { createSillageContext, type SillageContext, type SillageContextOptions } from '../../context/sillage-context.ts'

/**
 * @summary Gives the elements inside it their base URL, route names, language, headers and theme, and one shared live
 * connection.
 *
 * An element uses the nearest provider around it, through shadow roots, unless it has a `context` or `base-url` of its
 * own. When a setting changes, the elements inside load again. Providers with the same `base-url` and `names` and no
 * other settings share one connection. It has no box: `display: contents`.
 *
 * @slot - The elements, anywhere inside.
 */
export class SillageProvider extends LitElement {
  static readonly tag = 'sillage-provider'
  static readonly dependencies = []

  static override styles = css`
    :host {
      display: contents;
    }
    :host([theme='light']) {
      color-scheme: light;
    }
    :host([theme='dark']) {
      color-scheme: dark;
    }
    :host([theme='auto']) {
      color-scheme: light dark;
    }
  `

  static override properties = {
    baseUrl: { attribute: 'base-url' },
    names: {},
    theme: { reflect: true },
    headers: { type: Object },
    fetch: { attribute: false },
    WebSocket: { attribute: false },
    context: { attribute: false },
  }

  /** Mount path of the Sillage router, such as `/sillage`. */
  declare baseUrl: string | undefined
  /** Names of the routes: `en` (default) or `fr`. */
  declare names: 'en' | 'fr' | undefined
  /** `light`, `dark`, or `auto` for the reader's own; without it the page's `color-scheme` holds. */
  declare theme: 'light' | 'dark' | 'auto' | undefined
  /** Headers for every request, for hosts that log in by header; as an attribute, JSON. */
  declare headers: Record<string, string> | undefined
  /** A `fetch` of your own. */
  declare fetch: ApiClientOptions['fetch']
  /** A WebSocket class of your own. */
  declare WebSocket: SillageContextOptions['WebSocket']
  /** A context made by `createSillageContext`; wins over all other settings. */
  declare context: SillageContext | undefined

  readonly #source = createContextSource()

  constructor() {
    super()
    this.addEventListener('sillage-context-request', (event) => {
      if (event instanceof ContextRequestEvent) event.answer(this.#source)
    })
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#refresh()
  }

  /** The context in force. */
  get activeContext(): SillageContext | undefined {
    return this.#source.current
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.size > 0) this.#refresh()
  }

  protected override render() {
    return html`<slot></slot>`
  }

  #settings = ''
  #fetch: unknown
  #socket: unknown

  #refresh(): void {
    const { baseUrl, names, headers, context, fetch, WebSocket } = this
    const settings = JSON.stringify([baseUrl, names, headers])
    const same = settings === this.#settings && fetch === this.#fetch && WebSocket === this.#socket
    if (context === undefined && same) return
    this.#settings = context === undefined ? settings : ''
    this.#fetch = fetch
    this.#socket = WebSocket
    this.#source.set(context ?? this.#build())
  }

  #build(): SillageContext | undefined {
    const { baseUrl, names, headers, fetch, WebSocket } = this
    if (baseUrl === undefined) return undefined
    const plain = headers === undefined && fetch === undefined && WebSocket === undefined
    if (plain) return sharedContext(baseUrl, names)
    return createSillageContext({ baseUrl, names: namesOf(names), headers, fetch, WebSocket })
  }
}
