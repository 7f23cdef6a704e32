import { SillageError } from '../../domain/errors.ts'
import type { RuleThresholds } from '../../domain/judge-rules.ts'

/** Raised when a rule changes, so that stored verdicts show which rules judged them. */
export const RULES_VERSION = 3

const defaultThresholds: Readonly<RuleThresholds> = {
  burstLinks: 3,
  burstWindowMs: 10_000,
  pairWindowMs: 60_000,
  networks: 3,
  networksWindowMs: 120_000,
  earlyMs: 2_000,
}

/** One link, or one network, is what every reader has. */
const fewest = { burstLinks: 2, networks: 2 } as const

/** Fills in the defaults and checks the values. */
export function thresholdsWith(given: Partial<RuleThresholds> = {}): RuleThresholds {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(defaultThresholds, name)) {
      throw new SillageError(
        'invalid_option',
        `rules: expected one of ${Object.keys(defaultThresholds).join(', ')}, got ${name}`,
      )
    }
    const least = fewest[name as keyof typeof fewest]
    if (least === undefined ? !Number.isFinite(value) || value < 0 : !Number.isInteger(value) || value < least) {
      const expected = least === undefined ? 'a number of milliseconds from 0' : `a whole number from ${least}`
      throw new SillageError('invalid_option', `rules.${name}: expected ${expected}, got ${value}`, {
        field: `rules.${name}`,
      })
    }
  }
  return { ...defaultThresholds, ...given }
}

/** How far back any rule reads. */
export const lookBack = (limits: RuleThresholds): number =>
  Math.max(limits.burstWindowMs, limits.pairWindowMs, limits.networksWindowMs)
