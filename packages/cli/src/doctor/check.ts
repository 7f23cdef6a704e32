import type { Setup } from './setup.ts'

/**
 * What becomes of a finding: nothing; it may keep mails from being read; it keeps mails from leaving, arriving or being
 * counted; it could not be examined here.
 */
export type Level = 'ok' | 'warning' | 'fault' | 'skipped'

/** One thing that was found out. */
export interface Finding {
  /** Which check found it. */
  check: string
  level: Level
  /** What is there. */
  text: string
  /** What to do about it. */
  advice?: string | undefined
}

/** A finding, before it is known whose it is. */
export type Found = Omit<Finding, 'check'>

/** Examines one thing, and changes nothing. */
export type Check = (setup: Setup) => Promise<Found[]>

export const ok = (text: string): Found => ({ level: 'ok', text })
export const skipped = (text: string, advice?: string): Found => ({ level: 'skipped', text, advice })
export const warning = (text: string, advice: string): Found => ({ level: 'warning', text, advice })
export const fault = (text: string, advice: string): Found => ({ level: 'fault', text, advice })
