import type { MailPage, MailSummary } from '../mailbox.ts'
import type { ReadMail } from '../read-mail.ts'

export type MailView = 'html' | 'text' | 'source' | 'headers'

/** What the page shows at this moment. */
export interface InboxState {
  mails: MailSummary[]
  next: string | null
  total: number
  q: string
  loaded: boolean
  unreachable: boolean
  /** The mail of the address bar; `mail` is undefined until it was fetched and null when it is gone. */
  openId: number | undefined
  mail: ReadMail | null | undefined
  view: MailView
  source: string | undefined
}

export interface InboxActions {
  search(q: string): void
  more(): Promise<void>
  open(id: number | undefined): void
  show(view: MailView): void
  clear(): Promise<void>
}

const NOTHING_OPEN = { mail: undefined, source: undefined, view: 'html' } as const

/**
 * Keeps the page's state, requests what it needs from the demo, follows the live notices, and calls `changed` after
 * every change.
 */
export function createInboxState(changed: (state: InboxState) => void): InboxActions & { begin(): void } {
  let state: InboxState = {
    mails: [],
    next: null,
    total: 0,
    q: '',
    loaded: false,
    unreachable: false,
    openId: undefined,
    ...NOTHING_OPEN,
  }
  /** Counts list requests, so that an answer that was overtaken is dropped. */
  let asked = 0

  function set(change: Partial<InboxState>) {
    state = { ...state, ...change }
    changed(state)
  }

  async function load(cursor?: string) {
    const mine = ++asked
    const params = new URLSearchParams({ q: state.q, ...(cursor === undefined ? {} : { cursor }) })
    // A refresh keeps as many lines as are shown, so that the list does not jump under the reader.
    if (cursor === undefined) params.set('limit', String(Math.min(200, Math.max(50, state.mails.length))))
    const page = await ask<MailPage>(`/inbox/api/messages?${params}`)
    if (mine !== asked) return
    if (page === undefined) return set({ unreachable: true })
    const mails = cursor === undefined ? page.items : [...state.mails, ...page.items]
    set({ mails, next: page.next, total: page.total, loaded: true, unreachable: false })
  }

  async function fetchMail(id: number) {
    const mail = await ask<ReadMail>(`/inbox/api/messages/${id}`)
    if (state.openId === id) set({ mail: mail ?? null, view: mail?.html === null ? 'text' : 'html' })
  }

  async function fetchSource(id: number) {
    const response = await fetch(`/inbox/${id}/source`).catch(() => undefined)
    const source = response?.ok === true ? await response.text() : ''
    if (state.openId === id) set({ source })
  }

  function follow() {
    const id = Number(/^\/inbox\/(\d+)$/.exec(location.pathname)?.[1])
    set({ openId: Number.isNaN(id) ? undefined : id, ...NOTHING_OPEN })
    if (state.openId !== undefined) void fetchMail(state.openId)
  }

  return {
    begin() {
      addEventListener('popstate', follow)
      follow()
      const live = new EventSource('/inbox/api/live')
      live.onmessage = () => void load()
      live.onerror = () => set({ unreachable: true })
    },
    search(q) {
      set({ q })
      void load()
    },
    more: () => load(state.next ?? undefined),
    open(id) {
      history.pushState(null, '', `/inbox${id === undefined ? '' : `/${id}`}${location.search}`)
      follow()
    },
    show(view) {
      set({ view })
      if (view === 'source' && state.source === undefined && state.openId !== undefined) void fetchSource(state.openId)
    },
    async clear() {
      await fetch('/inbox/api/clear', { method: 'POST' }).catch(() => set({ unreachable: true }))
      if (state.openId !== undefined) this.open(undefined)
    },
  }
}

async function ask<T>(path: string): Promise<T | undefined> {
  const response = await fetch(path).catch(() => undefined)
  return response?.ok === true ? ((await response.json()) as T) : undefined
}
