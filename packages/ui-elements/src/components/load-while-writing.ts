import { createElementLoader } from './load-elements.ts'

/** Loads what a campaign is written with: the form, and the elements for recipients, preview and test. */
export const loadWhileWriting = createElementLoader(() => import('./while-writing.ts'))
