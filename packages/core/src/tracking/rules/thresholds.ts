import { amount, type Check, type Checks, object, oneOf, whole } from '../../domain/expect/index.ts'
import { earlyHits, type RuleThresholds } from '../../domain/judge-rules.ts'
import { withDefaults } from '../../kit/with-defaults.ts'

/** Raised when a rule changes, so that stored verdicts show which rules judged them. */
export const RULES_VERSION = 5

const defaultThresholds: Readonly<RuleThresholds> = {
  burstLinks: 3,
  burstWindowMs: 10_000,
  pairWindowMs: 60_000,
  networks: 3,
  networksWindowMs: 30_000,
  parallelMs: 2_000,
  earlyMs: 2_000,
  earlyHits: 'count',
}

/** One link, or one network, is what every reader has. */
const several = whole(2)
/** How each of them is checked. */
export const thresholdChecks: Checks<Partial<RuleThresholds>> = {
  burstLinks: several,
  burstWindowMs: amount('milliseconds'),
  pairWindowMs: amount('milliseconds'),
  networks: several,
  networksWindowMs: amount('milliseconds'),
  parallelMs: amount('milliseconds'),
  earlyMs: amount('milliseconds'),
  earlyHits: oneOf(...earlyHits),
}

/** Checks the option `tracking.rules`. */
export const rulesOption: Check<Partial<RuleThresholds>> = object(thresholdChecks)

/** Fills in the defaults. */
export function thresholdsWith(given: Partial<RuleThresholds> = {}): RuleThresholds {
  return withDefaults(defaultThresholds, given)
}

/** A gateway may load the image so long before it follows the links. */
const leastLookBackMs = 120_000

/** How far back any rule reads. */
export const lookBack = (limits: RuleThresholds): number =>
  Math.max(leastLookBackMs, limits.burstWindowMs, limits.pairWindowMs, limits.networksWindowMs, limits.parallelMs)
