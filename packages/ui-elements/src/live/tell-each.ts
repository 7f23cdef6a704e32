/** Tells every listener, in the order they came. What one throws is reported to the page and keeps it neither from the others nor from whoever tells. */
export function tellEach<Listener>(listeners: Iterable<Listener>, tell: (listener: Listener) => void): void {
  for (const listener of [...listeners]) {
    try {
      tell(listener)
    } catch (error) {
      reportError(error)
    }
  }
}
