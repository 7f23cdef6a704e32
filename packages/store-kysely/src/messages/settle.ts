import { type CampaignChange, hourOf, isErasedAddress, type Outcome, settledState } from '@sillage/core/store'
import { pieces, type SqlContext } from '../context.ts'
import { addToCampaign, addToHour, type Differences, noDifferences, storeDifferences } from '../counters.ts'
import type { InputType } from '../dialect.ts'
import { trackedBits } from '../rows/message-row.ts'
import { type Sql, sql } from '../sql.ts'
import type { Work } from '../work.ts'
import { type Addressee, isHeldBy, type LockedMessage, lockMessages } from './lock-messages.ts'

const columns = {
  id: 'integer',
  state: 'text',
  attempted: 'integer',
  due_at: 'integer',
  sender: 'text',
  sent_at: 'integer',
  error: 'text',
  tracked: 'integer',
} as const satisfies Record<string, InputType>

interface Settled {
  id: number
  state: 'sent' | 'queued' | 'skipped' | 'failed' | 'unknown'
  attempted: number
  /** In the caller's time; null: unchanged. */
  due_at: number | null
  sender: string | null
  sent_at: number | null
  error: string | null
  tracked: number
}

/** Accepts what the holder reports of its messages, and a late `sent` of the sender that lost one. */
export function* settle(context: SqlContext, sender: string, outcomes: readonly Outcome[]): Work<CampaignChange[]> {
  const ids = outcomes.map((outcome) => outcome.messageId)
  const { messages, addressees } = yield* lockMessages(context, ids, {
    addressees: outcomes.some(({ kind }) => kind === 'retry'),
  })
  const differences = noDifferences()
  const settled = new Map<number, Settled>()
  let at = 0
  for (const outcome of outcomes) {
    const message = messages.get(outcome.messageId)
    if (message === undefined || settled.has(message.id)) continue
    if (!isBelieved(message, sender, outcome)) {
      if (message.state !== settledState[outcome.kind]) continue
      addToCampaign(differences, message.campaign_id, 'queued', 0)
      at = Math.max(at, outcome.at)
      continue
    }
    const change = settledBy(message, sender, outcome, addressees.get(message.id))
    settled.set(message.id, change)
    countChange(differences, message, change)
    if (outcome.kind === 'sent') countSent(differences, message, outcome)
    at = Math.max(at, outcome.at)
  }
  const changes = pieces([...settled.values()], context.dialect.rowsPerStatement)
  return yield* storeDifferences(context, differences, at, {
    before: changes.map((piece) => store(context, piece, at)),
  })
}

function isBelieved(message: LockedMessage, sender: string, { kind }: Outcome): boolean {
  const lost = message.state === 'unknown' || message.state === 'queued'
  return isHeldBy(message, sender) || (kind === 'sent' && lost && message.sender === sender)
}

function settledBy(
  message: LockedMessage,
  sender: string,
  outcome: Outcome,
  addressee: Addressee | undefined,
): Settled {
  const wasSending = Number(message.state === 'sending')
  const change = {
    id: message.id,
    attempted: wasSending,
    due_at: null,
    sender: null,
    sent_at: null,
    error: null,
    tracked: 0,
  }
  switch (outcome.kind) {
    case 'sent': {
      // A lost message's attempt was counted when its lease ended.
      const attempted = Number(message.lease_until !== null)
      return { ...change, state: 'sent', attempted, sent_at: outcome.at, tracked: trackedBits(outcome.tracked) }
    }
    case 'retry': {
      const state = isErasedAddress(addressee?.email ?? '') ? 'skipped' : 'queued'
      const attempted = Number(outcome.attempted)
      return { ...change, state, attempted, due_at: outcome.dueAt, error: JSON.stringify(outcome.error) }
    }
    case 'failed':
      return { ...change, state: 'failed', error: JSON.stringify(outcome.error) }
    case 'unknown':
      return { ...change, state: 'unknown', sender, error: JSON.stringify(outcome.error) }
  }
}

function countChange(differences: Differences, message: LockedMessage, { state }: Settled): void {
  addToCampaign(differences, message.campaign_id, message.state === 'unknown' ? 'unknown' : 'queued', -1)
  addToCampaign(differences, message.campaign_id, state, 1)
}

function countSent(
  differences: Differences,
  message: LockedMessage,
  { at, tracked }: Extract<Outcome, { kind: 'sent' }>,
): void {
  addToHour(differences, message.campaign_id, hourOf(at), { sent: 1 })
  addToCampaign(differences, message.campaign_id, 'opens_tracked', Number(tracked.opens))
  addToCampaign(differences, message.campaign_id, 'clicks_tracked', Number(tracked.clicks))
}

function store({ dialect, tables }: SqlContext, settled: readonly Settled[], now: number): Sql {
  const input = dialect.inputTable(columns)
  return sql`update ${tables.deliveries} as d set state = v.state, attempts = d.attempts + v.attempted,
      due_at = case when v.due_at is null then d.due_at else v.due_at + ${dialect.shift(now)} end,
      sender = v.sender, lease_until = null, sent_at = v.sent_at, error = v.error, tracked = v.tracked
    from ${input.of(settled)} where d.id = v.id`
}
