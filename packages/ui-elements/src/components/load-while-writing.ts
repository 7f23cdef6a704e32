import { createElementLoader } from './load-elements.ts'

/** Loads the parts for writing a campaign: the form, and the elements for recipients, preview and test. */
export const loadWhileWriting = createElementLoader(() => import('./while-writing.ts'))
