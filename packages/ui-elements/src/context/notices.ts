/** Something a person should be told in passing. `text` says what to do next. */
export interface Notice {
  kind: 'success' | 'error'
  title: string
  text?: string
}

export interface Notices {
  publish(notice: Notice): void
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
