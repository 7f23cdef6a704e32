import type { FailureKind, MessageError } from '../domain/message.ts'
import {
  badContent,
  blacklisted,
  fullMailbox,
  greylisted,
  rateLimited,
  sendingQuota,
  spamOrPolicy,
  unknownUser,
} from './answer-patterns.ts'
import type { TransportResult } from './transport.ts'

type Failure = Exclude<TransportResult, { kind: 'accepted' }>
type Refusal = Extract<Failure, { kind: 'refused' }>

/**
 * What is done about a failure. `retry`: again, later. `fail`: never again. `unknown`: nobody knows whether it was accepted.
 * `outage`: the server itself cannot be reached or used; it costs the message nothing. `pause`: nothing will go until a person changes something.
 */
type FailureAction = 'retry' | 'fail' | 'unknown' | 'outage' | 'pause'

export interface Classified {
  action: FailureAction
  error: MessageError
  /** The address itself is wrong: it must not be mailed again. */
  suppress: boolean
  /** The recipient's domain wants it slower. */
  slow: boolean
  /** The recipient's domain refuses us, not the recipient: others there are spared for a while. */
  hold: boolean
}

const hardAddress = new Set(['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.2.1'])

/**
 * Decides what a failure means: first whether it is about us or about the message, then by RFC 3463 codes and by the words beside them. The order of the
 * questions is the point: servers give the same code for a full mailbox, a blacklist and a rate, and only the words tell those apart.
 */
export function classifyAnswer(failure: Failure): Classified {
  if (failure.kind === 'unusable') return classified(failure, 'pause', failure.reason)
  if (failure.kind === 'lost') {
    if (failure.handedOver) return classified(failure, 'unknown', 'connection')
    const session =
      failure.stage === 'mail' || failure.stage === 'rcpt' || failure.stage === 'data' || failure.stage === 'body'
    return classified(failure, session ? 'retry' : 'outage', 'connection')
  }
  return atSession(failure) ?? (failure.code < 500 ? temporary(failure) : permanent(failure))
}

/** Answers that are about us and our session, not about the message. */
function atSession(refusal: Refusal): Classified | undefined {
  const { code, stage, text } = refusal
  if (code === 530 || code === 538)
    return classified(refusal, 'pause', /starttls|encrypt/i.test(text) ? 'config' : 'auth')
  if (code === 534 || code === 535) return classified(refusal, 'pause', 'auth')
  if (stage === 'auth') return code < 500 ? classified(refusal, 'outage', 'auth') : classified(refusal, 'pause', 'auth')
  if (stage === 'tls')
    return code < 500 ? classified(refusal, 'outage', 'config') : classified(refusal, 'pause', 'config')
  if (stage === 'connect' || stage === 'greeting')
    return classified(refusal, 'outage', code === 421 ? 'rate' : 'connection')
  return undefined
}

function temporary(refusal: Refusal): Classified {
  const { code, enhancedCode = '', text } = refusal
  if (greylisted.test(text)) return classified(refusal, 'retry', 'greylist')
  if (sendingQuota.test(text)) return classified(refusal, 'retry', 'rate', { slow: true })
  if (enhancedCode.startsWith('4.2.2') || fullMailbox.test(text)) return classified(refusal, 'retry', 'mailbox')
  if (code === 421 || enhancedCode.startsWith('4.7.') || rateLimited.test(text))
    return classified(refusal, 'retry', 'rate', { slow: true })
  if (enhancedCode.startsWith('4.2.')) return classified(refusal, 'retry', 'mailbox')
  if (enhancedCode.startsWith('4.1.')) return classified(refusal, 'retry', 'address')
  if (enhancedCode.startsWith('4.4.')) return classified(refusal, 'retry', 'connection')
  if (enhancedCode.startsWith('4.6.')) return classified(refusal, 'retry', 'content')
  if (blacklisted.test(text) || spamOrPolicy.test(text)) return classified(refusal, 'retry', 'policy')
  return classified(refusal, 'retry', 'other')
}

function permanent(refusal: Refusal): Classified {
  const { code, enhancedCode = '', stage, text } = refusal
  // Many "permanent" answers are about the moment: a listed address or a rate is gone tomorrow, the recipient is not to blame.
  if (greylisted.test(text)) return classified(refusal, 'retry', 'greylist')
  if (blacklisted.test(text)) return classified(refusal, 'retry', 'policy', { hold: true })
  if (sendingQuota.test(text) || (rateLimited.test(text) && !fullMailbox.test(text)))
    return classified(refusal, 'retry', 'rate', { slow: true })
  // RFC 5321: the session is out of step; a fresh one may take the same message.
  if (code === 503 && stage !== 'final') return classified(refusal, 'retry', 'protocol')
  if (stage === 'mail') {
    if (enhancedCode === '5.3.4' || code === 552) return classified(refusal, 'fail', 'content')
    return classified(refusal, 'fail', enhancedCode.startsWith('5.5.') ? 'protocol' : 'policy')
  }
  if (hardAddress.has(enhancedCode)) return classified(refusal, 'fail', 'address', { suppress: true })
  if (enhancedCode.startsWith('5.7.')) return classified(refusal, 'fail', 'policy', { hold: true })
  if (enhancedCode === '5.2.2' || fullMailbox.test(text)) return classified(refusal, 'fail', 'mailbox')
  if (enhancedCode === '5.3.4' || enhancedCode === '5.2.3') return classified(refusal, 'fail', 'content')
  if (stage === 'rcpt' && (code === 550 || code === 551 || code === 553) && unknownUser.test(text))
    return classified(refusal, 'fail', 'address', {
      suppress: enhancedCode === '' || enhancedCode === '5.1.0' || enhancedCode === '5.0.0',
    })
  if (enhancedCode.startsWith('5.1.') || enhancedCode.startsWith('5.4.')) return classified(refusal, 'fail', 'address')
  if (enhancedCode.startsWith('5.2.')) return classified(refusal, 'fail', 'mailbox')
  if (enhancedCode.startsWith('5.6.') || badContent.test(text)) return classified(refusal, 'fail', 'content')
  if (spamOrPolicy.test(text)) return classified(refusal, 'fail', 'policy', { hold: true })
  if (enhancedCode.startsWith('5.5.') || (code >= 500 && code <= 504)) return classified(refusal, 'fail', 'protocol')
  if (code === 552) return classified(refusal, 'fail', 'mailbox')
  return classified(refusal, 'fail', 'other')
}

function classified(
  failure: Failure,
  action: FailureAction,
  kind: FailureKind,
  effects: Partial<Pick<Classified, 'suppress' | 'slow' | 'hold'>> = {},
): Classified {
  return { action, error: errorOf(failure, kind), suppress: false, slow: false, hold: false, ...effects }
}

function errorOf(failure: Failure, kind: FailureKind): MessageError {
  const error: MessageError = { kind, message: withoutAddresses(failure.text) }
  if (failure.kind === 'refused') {
    error.code = failure.code
    if (failure.enhancedCode !== undefined) error.enhancedCode = failure.enhancedCode
  }
  return error
}

/** Servers repeat the address they refuse; errors are stored and logged, so it is taken out. At most 500 characters, one line. */
export function withoutAddresses(text: string): string {
  return text
    .slice(0, 2000)
    .replace(/[^\s<>"'(),;:@]{1,254}@[^\s<>"'(),;:@]{1,254}/g, '<address>')
    .replace(/<<address>>/g, '<address>')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 500)
}
