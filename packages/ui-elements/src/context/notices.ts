import { tellEach } from '../live/tell-each.ts'

/**
 * Something a person should be told in passing, already in their language. `title` says what happened, `text` what it is about or what to do
 * next. In `<campaign-toasts>` a `success` goes by itself after 7 seconds and an `error` stays until it is dismissed.
 */
export interface Notice {
  kind: 'success' | 'error'
  title: string
  text?: string
}

/**
 * Carries what a person should be told from any element of a context to its `<campaign-toasts>`, or to a listener of the host that shows it in
 * its own way. Without a listener nothing is shown. Listeners are called at once, in the order they came; what one throws is reported to the page, as
 * errors of event listeners are.
 */
export interface Notices {
  /** Tells everybody who listens; nothing is kept for those who come later. */
  publish(notice: Notice): void
  /** Returns the function that ends the subscription. */
  subscribe(listener: (notice: Notice) => void): () => void
}

export function createNotices(): Notices {
  const listeners = new Set<(notice: Notice) => void>()
  return {
    publish(notice) {
      tellEach(listeners, (listener) => listener(notice))
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
