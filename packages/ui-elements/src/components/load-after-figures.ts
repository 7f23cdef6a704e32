import { createElementLoader } from './load-elements.ts'

/** Loads and registers chart and details. */
export const loadAfterFigures = createElementLoader(() => import('./after-figures.ts'))
