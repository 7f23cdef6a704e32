/**
 * Work that yields between its steps, each of which takes a few milliseconds at most. Whoever starts it chooses whether
 * other work may come between.
 */
export type Steps<T> = Generator<undefined, T, undefined>

/** Does all of it at once. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return value
  }
}
