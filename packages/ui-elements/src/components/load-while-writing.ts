import { createElementLoader } from './load-elements.ts'

/** Loads the composer. */
export const loadWhileWriting = createElementLoader(() => import('./while-writing.ts'))
