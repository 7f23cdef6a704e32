import { createElementLoader } from './load-elements.ts'

/** What stands after the figures: chart, details, and what counts and saves. */
export type AfterFigures = typeof import('./after-figures.ts')

/** Loads and registers it. */
export const loadAfterFigures = createElementLoader(() => import('./after-figures.ts'))
