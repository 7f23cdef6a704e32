import type { FeedbackRefs, ReportedFailure } from '../../domain/feedback.ts'
import { cutAddresses } from '../../kit/cut-addresses.ts'
import { serverWords } from '../../sending/policy/classify-answer.ts'
import { reportedFailure, type SaidOfFailure } from '../reported-failure.ts'
import { lineOf, numberOf, textOf } from './fields.ts'

/** How a provider names our mail: by the token it was given, and by our Message-ID. */
export const refsOf = (token: unknown, rfcMessageId?: unknown): FeedbackRefs => ({
  token: lineOf(token),
  rfcMessageId: lineOf(rfcMessageId, 1000),
})

/** An address as it is reported; one that is too long for an address is none. */
export function recipientOf(value: unknown): string | undefined {
  const address = lineOf(value, 400)
  return address === undefined || address.length > 320 ? undefined : address
}

/** A provider's words, such as `Transient/General`; without those that are missing, and without addresses. */
export const labelOf = (...words: readonly unknown[]): string | undefined =>
  lineOf(words.flatMap((word) => cutAddresses(lineOf(word, 90) ?? '') || []).join('/'))

const earliest = Date.UTC(2000, 0)
const latest = Date.UTC(2100, 0)

/** A time in milliseconds, as the API has it; undefined for one that cannot be meant. */
const timeOf = (ms: number | undefined): string | undefined =>
  ms !== undefined && ms >= earliest && ms < latest ? new Date(ms).toISOString() : undefined

/** Of a time as text with its offset, such as `2026-12-01T08:30:00Z`: one without would be read as this machine's. */
export const timeOfText = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]{5,24}(?:Z|[+-]\d\d:?\d\d)$/.test(value)
    ? timeOf(Date.parse(value))
    : undefined

export const timeOfMs = (value: unknown): string | undefined => timeOf(numberOf(value))

export function timeOfSeconds(value: unknown): string | undefined {
  const seconds = numberOf(value)
  return seconds === undefined ? undefined : timeOf(Math.round(seconds * 1000))
}

/** What a provider's own word for a failure means. Counts where neither codes nor words of the server say anything. */
export type Meaning = NonNullable<SaidOfFailure['otherwise']>

/** For people, where a provider has no word for it either. */
const noReason = 'The provider gave no reason.'

interface Said {
  status?: unknown
  code?: unknown
  text?: unknown
}

/** A failure as the server's words and codes have it, else as the provider calls it. */
export function failureOf(said: Said, meaning: Meaning, label: string | undefined): ReportedFailure {
  const status = lineOf(said.status)
  const code = replyCode(said.code)
  const text = textOf(said.text)?.replace(/^(?:smtp|x-[\w-]{1,40}) {0,5}; {0,5}/i, '')
  const otherwise = { ...meaning, permanent: isPermanent(status, code, text) ?? meaning.permanent }
  // What the provider tried once does not make an address dead.
  if (!otherwise.permanent && otherwise.suppress === 'now') otherwise.suppress = 'soft'
  const failure = reportedFailure({ status, code, text, otherwise })
  const { error } = failure
  return error.message === '' ? { ...failure, error: { ...error, message: label ?? noReason } } : failure
}

/** The class of a code says whether the server will try again, whatever the provider calls it. */
function isPermanent(status: string | undefined, code: number | undefined, text = ''): boolean | undefined {
  const enhanced = /^[45]\.\d{1,3}\.\d{1,3}$/.exec(status ?? '')?.[0] ?? /^[45]\d\d[ -]+#?([45])\./.exec(text)?.[1]
  const said = enhanced ?? (code === undefined ? /^[45]\d\d\b/.exec(text)?.[0] : String(code))
  return said === undefined ? undefined : said.startsWith('5')
}

/** Providers number what no server said beyond the replies of SMTP. */
function replyCode(value: unknown): number | undefined {
  const code = numberOf(value)
  return code !== undefined && Number.isInteger(code) && code >= 400 && code < 600 ? code : undefined
}

export type OwnList = NonNullable<ReportedFailure['ownList']>

/** A provider did not even try, because this list of its own holds the address. `words` say so, for people. */
export const onOwnList = (ownList: OwnList, words: string | undefined): ReportedFailure => ({
  permanent: true,
  suppress: 'now',
  ownList,
  error: { kind: ownList === 'bounce' ? 'address' : 'policy', message: serverWords(words ?? noReason) },
})

/** Which list a provider means that has one for all and says in words why an address is on it. */
export function listNamedBy(words: string | undefined): OwnList {
  if (/unsubscri/i.test(words ?? '')) return 'unsubscribe'
  return /complain|\bspam\b/i.test(words ?? '') ? 'complaint' : 'bounce'
}
