/**
 * Milliseconds, or undefined when the text is not a number of seconds up to a day. Comma and point are both decimal
 * separators.
 */
export function secondsOf(typed: string): number | undefined {
  const seconds = Number(typed.trim().replace(',', '.'))
  return typed.trim() !== '' && seconds >= 0 && seconds <= 86_400 ? Math.round(seconds * 1000) : undefined
}

/** A whole number from 1; undefined for anything else. */
export function countOf(typed: string): number | undefined {
  const count = Number(typed.trim())
  return typed.trim() !== '' && Number.isInteger(count) && count >= 1 ? count : undefined
}
