/**
 * A stream that can be left at any time. A generator hears `return()` only behind the wait it is in, and one that was never asked for anything
 * never reaches its `finally`; so `leave` is called first: it ends the wait and gives back what is held. It may be called more than once.
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
