import { createElementLoader } from './load-elements.ts'

/** Loads and registers what shows the results of a stream. */
export const loadStreamStats = createElementLoader(() => import('./sillage-stream-stats/sillage-stream-stats.ts'))
