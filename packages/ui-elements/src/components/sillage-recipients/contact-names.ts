import type { Page } from '@sillage/core/browser'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { ApiClient, NamesQuery } from '../../client/api-client.ts'
import { createLatest } from '../../client/latest.ts'
import { createDebounce } from '../../client/throttle.ts'

/** More than so many are not a list to choose from: those that begin with what is typed are offered instead. */
const OFFERED = 200

/** Companies or tags, by which contacts are filtered. */
export interface ContactNames {
  items: readonly ContactName[]
  /** Whether these are all there are. */
  areAll: boolean
}

interface ContactName {
  name: string
  contacts: number
}

const noNames: ContactNames = { items: [], areAll: true }

const reads = {
  company: async (client: ApiClient, query: NamesQuery, signal: AbortSignal): Promise<Page<ContactName>> => {
    const { items, next } = await client.listCompanies(query, signal)
    return { items: items.map(({ company, contacts }) => ({ name: company, contacts })), next }
  },
  tag: async (client: ApiClient, query: NamesQuery, signal: AbortSignal): Promise<Page<ContactName>> => {
    const { items, next } = await client.listTags(query, signal)
    return { items: items.map(({ tag, contacts }) => ({ name: tag, contacts })), next }
  },
}
export type NameKind = keyof typeof reads
const nameKinds = Object.keys(reads) as NameKind[]

type Names = Readonly<Record<NameKind, ContactNames>>

/** Companies and tags of the directory for a host's filters; more are asked for as something is typed. */
export class OfferedNames implements ReactiveController {
  #shown: Names = { company: noNames, tag: noNames }
  readonly #typed: Record<NameKind, string> = { company: '', tag: '' }
  readonly #latest = { company: createLatest(), tag: createLatest() }
  readonly #later = {
    company: createDebounce(() => void this.#ask('company'), 250),
    tag: createDebounce(() => void this.#ask('tag'), 250),
  }
  readonly #host: ReactiveControllerHost
  readonly #client: () => ApiClient | undefined

  constructor(host: ReactiveControllerHost, client: () => ApiClient | undefined) {
    this.#host = host
    this.#client = client
    host.addController(this)
  }

  get shown(): Names {
    return this.#shown
  }

  hostDisconnected(): void {
    for (const kind of nameKinds) {
      this.#later[kind].cancel()
      this.#latest[kind].cancel()
    }
  }

  async load(): Promise<void> {
    await Promise.all(
      nameKinds.map((kind) => {
        this.#typed[kind] = ''
        return this.#ask(kind)
      }),
    )
  }

  typed(kind: NameKind, text: string): void {
    this.#typed[kind] = text
    if (!this.#shown[kind].areAll) this.#later[kind].request()
  }

  async #ask(kind: NameKind): Promise<void> {
    const [client, q] = [this.#client(), this.#typed[kind]]
    if (client === undefined) return
    // They are only offered: without them a field takes any, and people are searched by name.
    const read = (signal: AbortSignal) => reads[kind](client, { limit: OFFERED, q }, signal)
    const page = await this.#latest[kind].run(read).catch(() => undefined)
    if (page === undefined) return
    const areAll = q === '' ? page.next === null : this.#shown[kind].areAll
    this.#shown = { ...this.#shown, [kind]: { items: page.items, areAll } }
    this.#host.requestUpdate()
  }
}
