import type { FailureKind, MessageError } from '../../domain/message.ts'
import { cutAddresses, replaceAddresses } from '../../kit/cut-addresses.ts'
import type { TransportResult } from '../transport/transport.ts'
import { type AnswerMeaning, meanings } from './answer-meaning.ts'
import { type Answer, meaningOf } from './answer-rules.ts'
import { noMailNow, wordsOfOurSide } from './failure-words.ts'

type Failure = Exclude<TransportResult, { kind: 'accepted' }>
type Refusal = Extract<Failure, { kind: 'refused' }>

/**
 * What is done about a failure. `retry`: again, later. `fail`: never again. `unknown`: whether it was accepted is
 * unknown. `outage`: the server itself cannot be reached or used; it costs the message nothing. `pause`: nothing will
 * go until a person changes something.
 */
type FailureAction = 'retry' | 'fail' | 'unknown' | 'outage' | 'pause'

/** What a failure means; `permanent` is what a report of it says, whose server will not try again. */
export interface Classified extends Omit<AnswerMeaning, 'kind' | 'permanent'> {
  action: FailureAction
  error: MessageError
  permanent: boolean
  /**
   * What was said of the host's own server, for the log; undefined where a server answered about the message, which has
   * that in its error.
   */
  inside: string | undefined
}

/**
 * Decides what a failure means: first how far the send came, then what is known of our session, then by the rules of
 * codes and words. `where`: `remote` when a report repeats what another server said.
 */
export function classifyAnswer(failure: Failure, where: Answer['where'] = 'relay'): Classified {
  if (failure.kind === 'unusable')
    return classified(failure, 'pause', failure.reason === 'auth' ? meanings.ourAccount : meanings.ourSettings)
  if (failure.kind === 'lost') {
    if (failure.handedOver) return classified(failure, 'unknown', meanings.network)
    const session =
      failure.stage === 'mail' || failure.stage === 'rcpt' || failure.stage === 'data' || failure.stage === 'body'
    return classified(failure, session ? 'retry' : 'outage', meanings.network)
  }
  return atSession(failure) ?? ofTheServer(failure) ?? atMail(failure) ?? byRules(failure, where)
}

/** Answers that are about our session, not about the message. */
function atSession(refusal: Refusal): Classified | undefined {
  const { code, stage, text } = refusal
  const { ourAccount, ourSettings, tooFast, network } = meanings
  if (code === 530 || code === 538)
    return classified(refusal, 'pause', /starttls|encrypt/i.test(text) ? ourSettings : ourAccount)
  if (code === 534 || code === 535) return classified(refusal, 'pause', ourAccount)
  if (stage === 'auth') return classified(refusal, code < 500 ? 'outage' : 'pause', ourAccount)
  if (stage === 'tls') return classified(refusal, code < 500 ? 'outage' : 'pause', ourSettings)
  if (stage === 'connect' || stage === 'greeting')
    return classified(refusal, 'outage', code === 421 ? tooFast : network)
  return undefined
}

/** Postfix counts the recipients of each client, whatever their domains. */
const ofOneClient = /\berror: too many recipients from /i

/**
 * A limit of the server we talk to, on all that we send: at MAIL it knows no recipient yet. No domain asked for less,
 * and the message is not at fault.
 */
function ofTheServer(refusal: Refusal): Classified | undefined {
  const { code, stage, text } = refusal
  if (code >= 500 || !(stage === 'mail' || (stage === 'rcpt' && ofOneClient.test(text)))) return undefined
  const { action, error, slow } = byRules(refusal, 'relay')
  return action === 'retry' && slow && error.kind === 'rate'
    ? classified(refusal, 'outage', meanings.tooFast)
    : undefined
}

/**
 * At MAIL no recipient was named yet: what is refused for good there is our address, or this message's size or form.
 */
function atMail(refusal: Refusal): Classified | undefined {
  const { code, enhancedCode = '', stage } = refusal
  if (stage !== 'mail' || code < 500 || code === 503) return undefined
  if (enhancedCode === '5.3.4' || code === 552) return classified(refusal, 'fail', meanings.badContent)
  if (enhancedCode.startsWith('5.5.') || enhancedCode.startsWith('5.6.') || code === 555)
    return classified(refusal, 'fail', meanings.badConversation)
  const meaning = byRules(refusal, 'relay')
  if (meaning.action === 'retry' || meaning.action === 'pause') return meaning
  return classified(
    refusal,
    'pause',
    meaning.error.kind === 'policy' ? meanings.ourAuthentication : meanings.ourSettings,
  )
}

function byRules(refusal: Refusal, where: Answer['where']): Classified {
  const { code, enhancedCode = '', stage, text } = refusal
  const meaning = meaningOf({ code, enhancedCode, words: wordsOf(text), where })
  // RFC 5321: the session is out of step; a fresh one may take the same message.
  if (code === 503 && stage !== 'final' && meaning.kind === 'protocol') return classified(refusal, 'retry', meaning)
  // Under whatever class of code: to try each message again until it is given up would lose them.
  if (meaning.stop === 'campaign') return classified(refusal, 'pause', meaning)
  const again = code < 500 || meaning.permanent === false
  return classified(refusal, again ? 'retry' : 'fail', meaning)
}

function classified(failure: Failure, action: FailureAction, meaning: AnswerMeaning): Classified {
  const { kind, permanent, ...rest } = meaning
  const byClass = failure.kind !== 'lost' && (failure.kind === 'unusable' || failure.code >= 500)
  const ours = wordsOfOurSide(failure) ?? (action === 'outage' ? noMailNow : undefined)
  const said = serverWords(failure.text)
  const error = errorOf(failure, kind, ours ?? said)
  return { ...rest, action, error, permanent: permanent ?? byClass, inside: ours && said }
}

function errorOf(failure: Failure, kind: FailureKind, message: string): MessageError {
  const error: MessageError = { kind, message }
  if (failure.kind === 'refused') {
    error.code = failure.code
    if (failure.enhancedCode !== undefined) error.enhancedCode = failure.enhancedCode
  }
  return error
}

const mostRead = 2000
const mostKept = 500
/** One line that every store takes. */
const flat = (text: string): string =>
  text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, mostKept)
    .toWellFormed()

/**
 * An answer of several lines as one sentence without addresses: words of an address say nothing, and a phrase may be
 * broken by a line's end.
 */
function wordsOf(text: string): string {
  const lines = text.slice(0, mostRead).replace(/[\r\n]+(?:\d{3}[ -](?:[245]\.\d{1,3}\.\d{1,3} )?)?/g, ' ')
  return flat(replaceAddresses(lines, () => '<address>').replaceAll('<<address>>', '<address>'))
}

/**
 * What a server said, in one line and not too long. Servers repeat the address that they refuse, and errors are stored
 * and logged, so each is cut to its domain.
 */
export const serverWords = (text: string): string => flat(cutAddresses(text.slice(0, mostRead)))
