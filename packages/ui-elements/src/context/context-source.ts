import type { SillageContext } from './sillage-context.ts'

/** A context that may be replaced, and the listeners of that. */
export interface ContextSource {
  readonly current: SillageContext | undefined
  set(context: SillageContext | undefined): void
  subscribe(listener: () => void): () => void
}

export function createContextSource(): ContextSource {
  const listeners = new Set<() => void>()
  let current: SillageContext | undefined
  return {
    get current() {
      return current
    },
    set(context) {
      if (context === current) return
      current = context
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** An element requests a context by an event; the nearest ancestor that has one answers and stops the event. */
export class ContextRequestEvent extends Event {
  source: ContextSource | undefined

  constructor() {
    super('sillage-context-request', { bubbles: true, composed: true })
  }

  answer(source: ContextSource): void {
    this.source = source
    this.stopPropagation()
  }
}
