import { type Found, skipped } from './check.ts'
import type { Setup } from './setup.ts'

/** Examines the domain of From, or says that there is none to examine. */
export const ofSender =
  (examine: (domain: string, setup: Setup) => Promise<Found[]>) =>
  async (setup: Setup): Promise<Found[]> =>
    setup.fromDomain === undefined
      ? [skipped('No sender is known: the option `from` is not given.', 'Name one by --from.')]
      : examine(setup.fromDomain, setup)

/** True where one domain is the other, or below it: what DMARC calls aligned, as far as it can be known here. */
export const isAligned = (one: string, other: string): boolean =>
  one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`)
