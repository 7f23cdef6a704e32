import { type Verdict, verdicts } from '../../domain/event.ts'
import type { GroupResult, Judge, Judgement, NewEvent } from '../../store/port/event-store.ts'
import type { Store } from '../../store/port/store.ts'

/** A hit on a message; its User-Agent determines the verdict of `judgeByAgent`. */
export function hit(
  type: NewEvent['type'],
  messageId: number | null,
  changes: Partial<NewEvent> & { verdict?: Verdict } = {},
): NewEvent {
  const { verdict = 'human', ...rest } = changes
  return {
    type,
    messageId,
    campaignId: null,
    linkId: null,
    at: 1_700_000_000_000,
    ip: '192.0.2.1',
    userAgent: verdict,
    head: false,
    prefetch: false,
    durationMs: null,
    count: 1,
    detail: null,
    ...rest,
  }
}

/** A judgement without anything special. */
export function judgement(verdict: Verdict, changes: Partial<Judgement> = {}): Judgement {
  return { verdict, reasons: ['test'], rulesVersion: 1, remark: [], drop: false, ...changes }
}

/** Takes the verdict from the User-Agent, so that a case chooses it where it makes the hit. */
export const judgeByAgent: Judge = ({ userAgent }) =>
  judgement(verdicts.find((verdict) => verdict === userAgent) ?? 'unknown')

/**
 * Judges by the agent, and calls every earlier event of the message a scanner's (or, with `human`, a person's) when the
 * hit has detail.remark.
 */
export const remarkAll: Judge = (one, context) => {
  const judged = judgeByAgent(one, context)
  if (one.detail?.remark === undefined) return judged
  const verdict = one.detail.remark === 'human' ? 'human' : 'scanner'
  return { ...judged, remark: context.recent.map((event) => ({ eventId: event.id, verdict, reasons: ['burst'] })) }
}
export const asScanner = { detail: { remark: 'scanner' }, verdict: 'scanner' as const }

let groups = 0

/** Records hits as a group of their own, which asks for its events. */
export function record(store: Store, hits: readonly NewEvent[], judge: Judge = judgeByAgent): Promise<GroupResult> {
  groups++
  const group = { recorder: `recorder-${groups}`, sequence: 1, hits, lookBackMs: 600_000, withEvents: true }
  return store.events.record(group, judge)
}

/** The result of a group, with the messages whose first open or click is among its events in place of these. */
export function withFirsts({ recorded, ...rest }: GroupResult) {
  const firsts = (type: NewEvent['type']) =>
    recorded.filter((event) => event.first && event.type === type).map(({ messageId }) => messageId)
  return { ...rest, firstOpens: firsts('open'), firstClicks: firsts('click') }
}
