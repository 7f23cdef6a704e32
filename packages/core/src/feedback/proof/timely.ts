/**
 * Milliseconds of a signed time in whole seconds; undefined for anything else, so that no second reading of the same
 * text can differ from the one that was signed.
 */
export const signedSeconds = (text: string): number | undefined =>
  /^\d{1,12}$/.test(text) ? Number(text) * 1000 : undefined

/** True within the tolerance before or after `now`; all in milliseconds. */
export const isTimely = (at: number, now: number, tolerance: number): boolean => Math.abs(now - at) <= tolerance
