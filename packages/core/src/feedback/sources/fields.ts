/** What JSON of strangers may hold, read without trust: of another kind than expected is as good as not there. */
export type Fields = Readonly<Record<string, unknown>>

/** An object, not a list. */
export const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined

/** An object, or one without fields. */
export const within = (value: unknown): Fields => fieldsOf(value) ?? {}

/** A list, or an empty one. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const mostOfALine = 200
const mostText = 2000

/** Text of one line that any store takes; undefined where nothing is left of it. */
export function lineOf(value: unknown, most = mostOfALine): string | undefined {
  if (typeof value !== 'string') return undefined
  // Cut first: half of a character that is cut in two is taken out below.
  const line = value
    .slice(0, most)
    .replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ')
    .trim()
  return line === '' ? undefined : line
}

/** What a server said, in several lines maybe. */
export function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value
    .slice(0, mostText)
    .replace(/(?![\r\n\t])\p{Cc}|\p{Cs}/gu, ' ')
    .trim()
  return text === '' ? undefined : text
}

/** A number, also one that is written as text. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}(?:\.\d{1,9})?$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** The value of a header in a list of names and values, as providers give them back. */
export function headerOf(headers: unknown, name: string): string | undefined {
  for (const header of listOf(headers).slice(0, 200)) {
    const { name: given, value } = within(header)
    if (typeof given === 'string' && given.toLowerCase() === name) return lineOf(value, 1000)
  }
  return undefined
}
