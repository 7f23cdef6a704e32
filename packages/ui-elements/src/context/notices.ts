import { tellEach } from '@sillage/core/client'

/**
 * A notification for a person, already in their language. `title` says what happened, `text` what it is about or what
 * to do next. In `<campaign-toasts>` a `success` disappears by itself after 7 seconds and an `error` stays until it is
 * dismissed or settled.
 */
export interface Notice {
  kind: 'success' | 'error'
  title: string
  text?: string
  /**
   * What it is about, such as the id of a campaign: a later notice about the same replaces it, and `settle` removes it.
   * Default: nothing.
   */
  about?: string
}

/**
 * Carries notifications from any element of a context to its `<campaign-toasts>`, or to a listener of the host that
 * shows them in its own way. Without a listener nothing is shown. Listeners are called at once, in the order they
 * subscribed; what one throws is reported to the page, as errors of event listeners are.
 */
export interface Notices {
  /** Notifies all listeners; nothing is kept for later ones. */
  publish(notice: Notice): void
  /** The trouble with `about` is over: errors about it need no longer be shown. */
  settle(about: string): void
  /** `settled` is called with the argument of `settle`. Returns the function that ends the subscription. */
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
