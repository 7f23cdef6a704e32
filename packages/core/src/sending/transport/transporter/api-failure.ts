import { replaceAddresses } from '../../../kit/cut-addresses.ts'
import type { OutgoingMessage, TransportResult } from '../transport.ts'
import { type ApiAnswer, answerOf } from './api-answer.ts'
import { failedToConnect } from './connect-failure.ts'

type Failure = Exclude<TransportResult, { kind: 'accepted' }>

/**
 * What an answer comes to: settings of ours, or the reply of SMTP that means the same, whose code and enhanced code
 * decide what is done unless its words say more. `perhaps`: whoever answered does not know whether it was accepted.
 */
type Meaning = 'auth' | 'config' | 'perhaps' | readonly [code: number, enhancedCode: string]

interface Row {
  means: Meaning
  status?: readonly number[]
  /** Names and codes of the error, such as `Throttling` or `daily_quota_exceeded`. */
  names?: RegExp
  words?: RegExp
}

const rate = [451, '4.7.0'] as const
const quota = [550, '5.1.90'] as const
const later = [451, '4.3.2'] as const
const badAddress = [553, '5.1.3'] as const
const perhapsBadAddress = [553, '5.1.0'] as const
const inactiveAddress = [550, '5.2.1'] as const
const tooLarge = [552, '5.3.4'] as const
const badContent = [554, '5.6.0'] as const

/*
 * Of several rows that fit the first one holds. Names and words stand above numbers: providers give one number for much
 * that is not the same (SES answers 400 to nearly all, SendGrid 401 to an empty account).
 */
const rows: readonly Row[] = [
  {
    means: quota,
    words:
      /(?:daily|monthly|24.?hours?|message|sending) (?:\w+ ){0,3}quota|maximum credits|credits? (?:limit|exhausted)/i,
  },
  { means: quota, names: /(?:daily|monthly)_?quota/i },
  { means: rate, names: /throttl|too_?many_?requests|limit_?exceeded|slow_?down/i },
  { means: rate, words: /maximum sending rate|rate limit|too many requests/i },
  // Our account, whatever else the words name.
  {
    means: 'auth',
    names: /AccountSuspended|SendingPaused|ExpiredToken|RequestExpired|UnrecognizedClient|InvalidClientTokenId/,
  },
  {
    means: 'auth',
    names:
      /InvalidSignature|SignatureDoesNotMatch|AccessDenied|InvalidAccessKey|MissingAuthentication|CredentialsProvider/,
  },
  { means: 'config', names: /NotVerified|ConfigurationSetDoesNotExist|NotFoundException|invalid_from/ },
  {
    means: 'config',
    words:
      /not verified|verified sender|sender (?:identity|signature)|\b(?:from|sender|reply.?to|source|return.?path)\b.{0,30}(?:address|domain|param|field|email|is missing)/i,
  },
  { means: 'auth', status: [401, 402, 403] },
  { means: 'config', status: [404, 405, 410, 501, 505] },
  { means: tooLarge, status: [413] },
  { means: later, status: [408, 409, 425] },
  { means: rate, status: [429] },
  // A gateway between us and the API says of neither whether the API took the mail before it fell silent, so another
  // attempt may be a second mail; 500 and 503 are the API's own, which answers so for what it did not take.
  { means: 'perhaps', status: [502, 504, 520, 521, 522, 523, 524] },
]

/** Of requests that were not taken as they are: what is wrong with them. */
const ofRequest: readonly Row[] = [
  { means: badContent, names: /MessageRejected/ },
  {
    means: inactiveAddress,
    words: /(?:recipient|address).{0,60}(?:inactive|suppress)|inactive (?:recipient|address)/i,
  },
  {
    means: badAddress,
    words:
      /(?:recipient|\bto\b|destination).{0,60}(?:invalid|not (?:a )?valid|malformed|illegal)|(?:invalid|illegal|malformed) (?:\w+ ){0,2}(?:recipient|['"]?to['"]?\b|destination)/i,
  },
  {
    means: perhapsBadAddress,
    words: /missing final|illegal address|(?:local address|domain) (?:contains|starts|ends)/i,
  },
  {
    means: perhapsBadAddress,
    words:
      /(?:address|e-?mail).{0,40}(?:invalid|not (?:a )?valid|malformed|illegal)|(?:invalid|malformed) (?:\w+ ){0,2}(?:address|e-?mail)/i,
  },
]

/**
 * What became of a message that an HTTP API did not accept, for transports of your own: takes what a client threw
 * (`fetch`, axios, got, the AWS SDK, the providers' own), or `{ status, message }` of a response in hand. An answer is
 * an answer: 429 slows down, 401 pauses the campaign, 400 fails the message, 500 tries again. Without one, a connection
 * that never came about is an outage, and everything else leaves open whether the message was accepted.
 *
 * @example
 * ```ts
 * if (!response.ok) return apiFailure({ status: response.status, message: await response.text() }, message)
 * ```
 */
export function apiFailure(error: unknown, message?: OutgoingMessage): Failure {
  const known = knownApiFailure(error, message?.envelope)
  if (known !== undefined) return known
  const certain = failedToConnect(error)
  return { kind: 'lost', stage: certain ? 'connect' : 'final', handedOver: !certain, text: textOf(error) }
}

/** The same of an error with an answer in hand; undefined where it has none. */
export function knownApiFailure(error: unknown, envelope?: OutgoingMessage['envelope']): Failure | undefined {
  const answer = answerOf(error)
  if (answer === undefined) return undefined
  const { text } = answer
  const means = meaningOf(answer, envelope)
  if (means === 'perhaps') return { kind: 'lost', stage: 'final', handedOver: true, text }
  if (means === 'auth') return { kind: 'unusable', reason: 'auth', stage: 'auth', text }
  if (means === 'config') return { kind: 'unusable', reason: 'config', stage: 'mail', text }
  return { kind: 'refused', stage: 'final', code: means[0], enhancedCode: means[1], text }
}

function meaningOf(given: ApiAnswer, envelope: OutgoingMessage['envelope'] | undefined): Meaning {
  // The words of an address say nothing.
  const answer = { ...given, text: replaceAddresses(given.text, () => '<>') }
  const row = rows.find((one) => fits(one, answer))
  if (row !== undefined) return row.means
  if (answer.status >= 500) return later
  const { means } = ofRequest.find((one) => fits(one, answer)) ?? { means: badContent }
  const named = envelope !== undefined && given.text.toLowerCase().includes(envelope.to.toLowerCase())
  return means === perhapsBadAddress && named ? badAddress : means
}

const fits = ({ status, names, words }: Row, answer: ApiAnswer): boolean =>
  status?.includes(answer.status) !== false && names?.test(answer.names) !== false && words?.test(answer.text) !== false

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
