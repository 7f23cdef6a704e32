import { tellEach } from '../live/tell-each.ts'

/**
 * Something a person should be told in passing, already in their language. `title` says what happened, `text` what it is about or what to do
 * next. In `<campaign-toasts>` a `success` goes by itself after 7 seconds and an `error` stays until it is dismissed or
 * settled.
 */
export interface Notice {
  kind: 'success' | 'error'
  title: string
  text?: string
  /** What it is about, such as the id of a campaign: a later notice about the same takes its place, and `settle` takes it away. Default: nothing. */
  about?: string
}

/**
 * Carries what a person should be told from any element of a context to its `<campaign-toasts>`, or to a listener of the host that shows it in
 * its own way. Without a listener nothing is shown. Listeners are called at once, in the order they came; what one throws is reported to the page, as
 * errors of event listeners are.
 */
export interface Notices {
  /** Tells everybody who listens; nothing is kept for those who come later. */
  publish(notice: Notice): void
  /** The trouble with what `about` names is over: errors that were told about it need no longer be shown. */
  settle(about: string): void
  /** `settled` is called with what `settle` was given. Returns the function that ends the subscription. */
  subscribe(listener: (notice: Notice) => void, settled?: (about: string) => void): () => void
}

export function createNotices(): Notices {
  const listeners = new Set<{ listener: (notice: Notice) => void; settled?: ((about: string) => void) | undefined }>()
  return {
    publish(notice) {
      tellEach(listeners, ({ listener }) => listener(notice))
    },
    settle(about) {
      tellEach(listeners, ({ settled }) => settled?.(about))
    },
    subscribe(listener, settled) {
      const entry = { listener, settled }
      listeners.add(entry)
      return () => void listeners.delete(entry)
    },
  }
}
