import type { MessageError, MessageState } from '../../domain/message.ts'
import type { Outcome } from '../port/message-store.ts'
import type { MessageRecord } from '../port/records.ts'
import { erasedError } from './erased.ts'

/** What decides about an outcome: the state of its message, and the sender that holds it, or lost it while sending. */
export interface HeldMessage {
  state: MessageState
  sender: string | null
}

/** True while the sender has the message under its lease. */
export const isHeldBy = ({ state, sender }: HeldMessage, by: string): boolean =>
  sender === by && (state === 'claimed' || state === 'sending')

/**
 * True where an outcome is to be stored: the sender holds the message, or it lost the message while sending and says
 * now that it was sent, and no sender has claimed it since.
 */
export function isBelieved(message: HeldMessage, by: string, { kind }: Outcome): boolean {
  const lost = message.state === 'unknown' || message.state === 'queued'
  return isHeldBy(message, by) || (kind === 'sent' && lost && message.sender === by)
}

/** True where the message is already what the outcome says, so that a call whose answer was lost can be repeated. */
export const isStoredBefore = ({ state }: HeldMessage, { kind }: Outcome): boolean => state === settledState[kind]

/** The state a message gets by an outcome of this kind, unless its recipient was erased. */
const settledState = { sent: 'sent', retry: 'queued', putOff: 'queued', failed: 'failed', unknown: 'unknown' } as const

/** What an outcome makes of a message. */
export interface Settlement extends Pick<MessageRecord, 'state' | 'sentAt' | 'endedAt' | 'error' | 'tracked'> {
  /** 1 when the outcome adds a try with a transport. */
  attempted: 0 | 1
  /** Null: as it was. */
  dueAt: number | null
  /** Who may still report that it was sent. */
  sender: string | null
  /** The provider's name of it, to be stored. */
  providerId: string | undefined
}

/** With what went wrong with it last. */
interface FailedMessage extends HeldMessage {
  error: MessageError | null
}

const untracked = { opens: false, clicks: false, readTime: false }

/**
 * What an outcome that is believed makes of its message; an erased recipient's message that was to be tried again
 * becomes `skipped`, and of its error no text is kept. Pure.
 */
export function settlement(message: FailedMessage, outcome: Outcome, isErased: boolean): Settlement {
  const settled = settledBy(message, outcome, isErased)
  return isErased && settled.error !== null ? { ...settled, error: erasedError(settled.error) } : settled
}

function settledBy(message: FailedMessage, outcome: Outcome, isErased: boolean): Settlement {
  const base = {
    endedAt: outcome.at,
    sentAt: null,
    tracked: untracked,
    dueAt: null,
    sender: null,
    providerId: undefined,
  }
  const attempted = message.state === 'sending' ? 1 : 0
  switch (outcome.kind) {
    case 'sent': {
      const { at, tracked, providerId } = outcome
      // Of a message that was lost, the try was counted when its lease ended.
      const held = attempted === 1 || message.state === 'claimed'
      const sent = { sentAt: at, endedAt: null, error: null, tracked, providerId }
      return { ...base, ...sent, state: 'sent', attempted: held ? 1 : 0 }
    }
    case 'retry': {
      const { dueAt, error } = outcome
      const state = isErased ? 'skipped' : 'queued'
      const endedAt = isErased ? outcome.at : null
      return { ...base, state, attempted: outcome.attempted ? 1 : 0, dueAt, endedAt, error }
    }
    case 'putOff': {
      const state = isErased ? 'skipped' : 'queued'
      const endedAt = isErased ? outcome.at : null
      return { ...base, state, attempted: 0, dueAt: outcome.dueAt, endedAt, error: message.error }
    }
    case 'failed':
      return { ...base, state: 'failed', attempted, error: outcome.error }
    case 'unknown':
      return { ...base, state: 'unknown', attempted, error: outcome.error, sender: message.sender }
  }
}
