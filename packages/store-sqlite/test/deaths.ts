import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads'

/** Moments at which the writer's thread can be made to end. */
export const deaths = [
  'before begin',
  'between statements',
  'before the commit',
  'after the commit',
  'before the answer',
] as const
export type Death = (typeof deaths)[number]

/** Threads end at once, or by an uncaught error, which is reported before their end. */
export const waysToDie = ['exit', 'error'] as const
export type WayToDie = (typeof waysToDie)[number]

/** Memory that all threads share: the moment and the way. */
const wanted = (getEnvironmentData('death') ?? new Int32Array(new SharedArrayBuffer(8)).fill(-1)) as Int32Array
setEnvironmentData('death', wanted)

/** Makes the thread end once, when it reaches this moment next. */
export function dieOnce(moment: Death, way: WayToDie): void {
  wanted[1] = waysToDie.indexOf(way)
  wanted[0] = deaths.indexOf(moment)
}

/** For the thread, at a moment: the way it has to end now, undefined to continue. */
export function wayToDieAt(moment: Death): WayToDie | undefined {
  if (wanted[0] !== deaths.indexOf(moment)) return undefined
  wanted[0] = -1
  return waysToDie[wanted[1] ?? 0]
}

/** True once it has ended. */
export const hasDied = (): boolean => wanted[0] === -1
