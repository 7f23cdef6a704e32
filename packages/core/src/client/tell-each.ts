import { page } from './page.ts'

/**
 * Calls every listener, in the order they subscribed. What one throws affects neither the others nor the caller: it is
 * reported as what a listener of an `EventTarget` throws, to the page by its `error` event, in Node as an uncaught
 * exception.
 */
export function tellEach<Listener>(listeners: Iterable<Listener>, tell: (listener: Listener) => void): void {
  for (const listener of [...listeners]) {
    try {
      tell(listener)
    } catch (error) {
      report(error)
    }
  }
}

function report(error: unknown): void {
  if (page.reportError !== undefined) page.reportError(error)
  else
    queueMicrotask(() => {
      throw error
    })
}
