import { tokenLength } from '../domain/token-kind.ts'

/** A letter or digit that some gateway wrote as a percent sequence. */
const encoded = /%(3\d|[46][1-9a-f]|[57][0-9a])/gi
/** Longer strings are not tokens with something behind: a token of a later release may be longer. */
const alone = /^[0-9a-z]{26}(?![0-9a-z])/i
/** The token and the character behind it, all of them encoded. */
const mostCharacters = 3 * (tokenLength + 1)

/**
 * The token that a text begins with; undefined where there is none. Mail programs, gateways and people leave anything
 * behind a URL: punctuation, closing tags, a parameter, a sentence, half a percent sequence. Alphabet and length say
 * where the token ends, and the rest is not read.
 */
export function tokenAtStart(text: string): string | undefined {
  const start = text.slice(0, mostCharacters)
  const plain = start.includes('%')
    ? start.replace(encoded, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : start
  return alone.exec(plain)?.[0]
}
