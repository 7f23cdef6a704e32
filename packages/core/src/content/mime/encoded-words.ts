import { encodeWord, foldLines } from 'nodemailer/lib/mime-funcs'
import type { ParsedMailbox } from '../composer.ts'

/**
 * What a reader may decode (RFC 2047), also within quotes and with blanks in it, as many programs do. Each part ends at
 * the next question mark, so the time is linear.
 */
const encodedWord = /=\?[^?]*\?[bq]\?[^?]*\?=/i
const plain = /^[\x20-\x7e]*$/
/** Of a word, as nodemailer has it. */
const longestWord = 52
const longestLine = 76

/** Whether a text stands in a header as it is: others are encoded, also those that would be decoded as they stand. */
export function isAsWritten(text: string): boolean {
  return plain.test(text) && !looksEncoded(text)
}

function looksEncoded(text: string): boolean {
  return text.includes('=?') && encodedWord.test(text)
}

const encoded = (text: string): string => encodeWord(text, 'Q', longestWord)

/** A text that nodemailer may write: it takes what looks encoded for what was encoded before. */
export function asText(text: string): string {
  return looksEncoded(text) ? encoded(text) : text
}

/**
 * The line of mailboxes of which a name looks encoded, with its CRLF; undefined where none does, and nodemailer writes
 * them well: a name in quotes is decoded by many programs all the same.
 */
export function encodedMailboxes(field: string, mailboxes: readonly ParsedMailbox[]): string | undefined {
  if (!mailboxes.some(({ name = '' }) => looksEncoded(name))) return undefined
  const written = mailboxes.map(({ name = '', address }) =>
    name === '' ? `<${address}>` : `${encoded(name)} <${address}>`,
  )
  return `${foldLines(`${field}: ${written.join(', ')}`, longestLine)}\r\n`
}
