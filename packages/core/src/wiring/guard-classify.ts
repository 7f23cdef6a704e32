import { verdicts } from '../domain/event.ts'
import type { Logger } from '../domain/logger.ts'
import { hearRejection } from '../kit/call-host.ts'
import type { TrackingDefaults } from '../options.ts'

type Classify = NonNullable<TrackingDefaults['classify']>

/**
 * The host's `classify`, made so that it loses no hit: where it throws, answers with a promise or with anything but a
 * verdict, the verdict of the rules holds and the log says why. None and undefined leave that verdict unchanged.
 */
export function guardClassify(classify: Classify, logger: Logger): Classify {
  return (hit, verdict) => {
    try {
      const given: unknown = classify(hit, verdict)
      if (given === undefined || given === null) return verdict
      const known = verdicts.find((one) => one === given)
      if (known !== undefined) return known
      hearRejection(given)
      throw new TypeError(`tracking.classify: expected one of ${verdicts.join(', ')} at once, got ${describe(given)}`)
    } catch (error) {
      logger.error({ err: error }, 'the verdict of the rules holds, because tracking.classify failed')
      return verdict
    }
  }
}

/** A text may be long, and anything else may be a promise or not be writable as text. */
const describe = (given: unknown): string =>
  typeof given === 'string' ? `'${given.slice(0, 40)}'` : `a value of type ${typeof given}`
