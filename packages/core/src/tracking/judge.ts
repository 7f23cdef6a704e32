import { type Verdict, verdicts } from '../domain/event.ts'
import {
  allRequired,
  type Checks,
  checkOptions,
  flag,
  func,
  object,
  oneOf,
  record,
  required,
} from '../domain/expect/index.ts'
import type { JudgeRules, RuleThresholds, UnsetConsent } from '../domain/judge-rules.ts'
import type { HitContext, Judge, Judgement, NewEvent } from '../store/port/event-store.ts'
import { EARLY, isHeadline } from '../store/rules/ledger.ts'
import { agreed } from './consent.ts'
import { burst, isReaders, manyNetworks, parallel, unsubscribePair } from './rules/look-back.ts'
import { RULES_VERSION, thresholdChecks } from './rules/thresholds.ts'
import { judgeUserAgent } from './rules/user-agents.ts'

/** What the rules are given. */
export interface JudgeOptions extends JudgeRules {
  /**
   * The host's last word on each verdict. A judge with one has no `rules`, because a function cannot be sent to another
   * thread.
   */
  classify?: ((hit: NewEvent, verdict: Verdict) => Verdict) | undefined
}

interface Opinion {
  verdict: Verdict
  reasons: string[]
  remark: Judgement['remark']
}

const unset = allRequired<UnsetConsent>({ opens: flag, clicks: flag, readTime: flag })
const checks: Checks<JudgeOptions> = {
  thresholds: required(object<RuleThresholds>(allRequired(thresholdChecks))),
  unsetConsent: required(object(unset)),
  networks: record(oneOf(...verdicts)),
  classify: func,
}

/**
 * Says who caused a hit, from the hit and the message's recent events. What the request declares comes first, then
 * behaviour (which may also change earlier verdicts), then weak signs that only make it `unknown`; last, early hits may
 * be left out. Pure: the same input gives the same answer, so stored events can be judged again. Throws
 * `invalid_option`.
 */
export function createJudge(options: JudgeOptions): Judge {
  const { thresholds, unsetConsent, networks = {}, classify } = checkOptions('createJudge', options, checks)
  const judge: Judge = (hit, context) => {
    if (context.message !== undefined && withdrawn(hit, context.message.consent, unsetConsent)) {
      return { verdict: 'unknown', reasons: ['consent_withdrawn'], rulesVersion: RULES_VERSION, remark: [], drop: true }
    }
    const opinion = withEarly(
      hit,
      context,
      byDeclaration(hit, networks) ??
        byAct(hit, context) ??
        byBehaviour(hit, context, thresholds) ??
        byWeakSigns(hit, context, thresholds),
      thresholds,
    )
    const verdict = classify?.(hit, opinion.verdict) ?? opinion.verdict
    const reasons = verdict === opinion.verdict ? opinion.reasons : [...opinion.reasons, 'host']
    return { verdict, reasons, rulesVersion: RULES_VERSION, remark: opinion.remark, drop: false }
  }
  return classify === undefined ? Object.assign(judge, { rules: { thresholds, unsetConsent, networks } }) : judge
}

/** Consent counts when a hit arrives, so that withdrawing it also holds for mails already sent. */
function withdrawn(hit: NewEvent, consent: Parameters<typeof agreed>[0], unset: UnsetConsent): boolean {
  const person = agreed(consent, unset)
  if (hit.type === 'open') return !person.opens
  if (hit.type === 'click') return !person.clicks
  return hit.type === 'read' && !person.readTime
}

/** What the request declares; or what a flood of too many kinds was merged into (`flood.ts`). */
function byDeclaration(hit: NewEvent, networks: NonNullable<JudgeRules['networks']>): Opinion | undefined {
  if (hit.detail?.flood === true) return opinion('scanner', 'flood')
  if (hit.head) return opinion('scanner', 'head')
  if (hit.prefetch) return opinion('prefetch', 'prefetch_header')
  const network = hit.detail?.network
  if (typeof network === 'string' && Object.hasOwn(networks, network))
    return opinion(networks[network] as Verdict, 'network')
  const declared = judgeUserAgent(hit.userAgent)
  return declared === undefined ? undefined : opinion(declared.verdict, declared.reason)
}

/**
 * Unsubscribing takes a POST: it is a person's, or a mail program's for one, and clears the suspicion that opening its
 * page raised.
 */
function byAct(hit: NewEvent, { recent }: HitContext): Opinion | undefined {
  if (hit.type !== 'unsubscribe' && hit.type !== 'consent') return undefined
  const cleared = recent.filter((event) => event.reasons.length === 1 && event.reasons[0] === 'unsubscribe_pair')
  return {
    ...opinion('human'),
    remark: cleared.map((event) => ({ eventId: event.id, verdict: 'human' as const, reasons: ['unsubscribed'] })),
  }
}

function byBehaviour(hit: NewEvent, { recent }: HitContext, thresholds: RuleThresholds): Opinion | undefined {
  for (const [reason, rule] of behaviours) {
    const together = rule(hit, recent, thresholds)
    if (together === undefined) continue
    const remark = together
      .filter(isReaders)
      .map((event) => ({ eventId: event.id, verdict: 'scanner' as const, reasons: [reason] }))
    return { verdict: 'scanner', reasons: [reason], remark }
  }
  return undefined
}
const behaviours = [
  ['burst', burst],
  ['unsubscribe_pair', unsubscribePair],
  ['parallel', parallel],
  ['many_networks', manyNetworks],
] as const

function byWeakSigns(hit: NewEvent, { message }: HitContext, thresholds: RuleThresholds): Opinion {
  const reasons: string[] = []
  if (hit.userAgent === null) reasons.push('no_user_agent')
  if (isEarly(hit, message, thresholds)) reasons.push(EARLY)
  return { verdict: reasons.length > 0 ? 'unknown' : 'human', reasons, remark: [] }
}

/** Also true of a hit that comes before it is stored that the mail was accepted. */
function isEarly(hit: NewEvent, message: HitContext['message'], { earlyMs }: RuleThresholds): boolean {
  if (message === undefined) return false
  return message.sentAt === null ? message.state === 'sending' : hit.at - message.sentAt < earlyMs
}

/**
 * Says of every open and click that counts whether it is early, a proxy's too: a mail provider may fetch at delivery by
 * the proxy that fetches for readers. Where early ones are left out it is a machine's.
 */
function withEarly(hit: NewEvent, { message }: HitContext, opinion: Opinion, thresholds: RuleThresholds): Opinion {
  const { verdict, reasons } = opinion
  const counts =
    (hit.type === 'open' || hit.type === 'click') && isHeadline({ type: hit.type, verdict, head: hit.head })
  if (!counts || !isEarly(hit, message, thresholds)) return opinion
  return {
    ...opinion,
    verdict: thresholds.earlyHits === 'count' ? verdict : hit.type === 'open' ? 'prefetch' : 'scanner',
    reasons: reasons.includes(EARLY) ? reasons : [...reasons, EARLY],
  }
}

const opinion = (verdict: Verdict, ...reasons: string[]): Opinion => ({ verdict, reasons, remark: [] })
