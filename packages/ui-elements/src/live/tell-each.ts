/**
 * Calls every listener, in the order they subscribed. What one throws is reported to the page and affects neither the
 * others nor the caller.
 */
export function tellEach<Listener>(listeners: Iterable<Listener>, tell: (listener: Listener) => void): void {
  for (const listener of [...listeners]) {
    try {
      tell(listener)
    } catch (error) {
      reportError(error)
    }
  }
}
