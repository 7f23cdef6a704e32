import { readingEn } from './reading-en.ts'

/** The names of the pages that explain, beside the texts of results. */
export const helpingEn = {
  ...readingEn,
  help: { writing: 'How to write a mail', results: 'How to read these figures' },
}

/** What the button has texts for that opens such a page. */
export type HelpingWords = typeof helpingEn
