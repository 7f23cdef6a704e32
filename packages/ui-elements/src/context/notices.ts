/** Something a person should be told in passing. `text` says what to do next. */
export interface Notice {
  kind: 'success' | 'error'
  title: string
  text?: string
}

/** Carries what a person should be told from any element to `<campaign-toasts>`. */
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
      for (const listener of [...listeners]) listener(notice)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
