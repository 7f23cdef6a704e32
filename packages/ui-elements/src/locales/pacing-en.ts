import { readingEn } from './reading-en.ts'

/** The texts of how fast a campaign is sent, which can be changed meanwhile, beside those of results. */
export const pacingEn = {
  ...readingEn,
  pace: {
    title: 'How fast',
    delay: 'Delay between sends, in seconds',
    perMinute: 'At most per minute',
    perHour: 'At most per hour',
    perDay: 'At most per day',
    hint: 'Holds for what has not been sent yet. An empty limit is none.',
    save: 'Change',
    saved: 'The pace is changed',
    needDelay: 'Give a delay of 0 to 86,400 seconds.',
    needLimit: 'Give whole numbers from 1, or nothing.',
    conflict: 'Somebody else changed this campaign meanwhile. What it has is shown now; change it again.',
  },
}

/** What a page has texts for that changes how fast a campaign is sent. */
export type PacingWords = typeof pacingEn
