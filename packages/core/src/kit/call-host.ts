/**
 * Calls a function of the host's whose answer is not awaited. What it throws goes to `failed`, and so does what it
 * rejects with where it answers with a promise or anything else that has a `then`: an unhandled rejection ends the
 * host's process.
 */
export function callHost(call: () => unknown, failed: (error: unknown) => void): void {
  try {
    hearRejection(call(), failed)
  } catch (error) {
    failed(error)
  }
}

/**
 * True for a promise and for anything else that has a `then`; what it rejects with goes to `failed` from then on. For a
 * function that has to answer at once and did not.
 */
export function hearRejection(answer: unknown, failed: (error: unknown) => void = () => {}): boolean {
  if ((typeof answer !== 'object' && typeof answer !== 'function') || answer === null) return false
  if (typeof Reflect.get(answer, 'then') !== 'function') return false
  void Promise.resolve(answer).then(undefined, failed)
  return true
}
