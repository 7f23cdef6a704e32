/**
 * A stream that can be left at any time. A generator's `return()` runs only after the wait it is in, and one that was
 * never read never reaches its `finally`; so `leave` is called first: it ends the wait and releases what is held. It
 * may be called more than once.
 */
export function leavable<T>(items: AsyncGenerator<T, void>, leave: () => void): AsyncIterable<T> {
  const iterator: AsyncIterator<T, void> = {
    next: () => items.next(),
    return() {
      leave()
      return items.return()
    },
  }
  return { [Symbol.asyncIterator]: () => iterator }
}
