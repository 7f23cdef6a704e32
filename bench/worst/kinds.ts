import { hostileBounce } from './bounces.ts'
import { hostileForm } from './forms.ts'
import type { Host } from './host.ts'
import { hostileFile } from './imports.ts'
import { hostilePreview } from './previews.ts'

/** One input, made before the time is taken. */
export interface Hostile {
  /** What it is, for the table. */
  what: string
  give(): Promise<unknown>
}

/** A number of 0 … 1, the same ones in each run. */
export type Random = () => number

/** Each makes the next input of its kind; one more kind is one more line. */
export const kinds: Readonly<Record<string, (host: Host, random: Random) => Hostile>> = {
  forms: hostileForm,
  imports: hostileFile,
  previews: hostilePreview,
  bounces: hostileBounce,
}

export function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)] as T
}

/** A size between the two, small ones as often as large ones. */
export function sizeOf(random: Random, least: number, most: number): number {
  return Math.round(least * (most / least) ** random())
}

/** Mulberry32. */
export function randomOf(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
