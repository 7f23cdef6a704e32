import { clipBytes } from '../pixel.ts'
import type { Facts, Found } from './facts.ts'

/**
 * Of the subject iPhones show 48 characters, Gmail on Android 33
 * (https://www.emailtooltester.com/en/blog/email-subject-lines-character-limit/).
 */
const longestSubject = 50
/** Beside the subject iPhones show 99 characters of it (as above). */
const longestPreheader = 100

const lengthOf = (text: string) => Array.from(text.trim()).length

export function* subjectLength({ subject }: Facts): Iterable<Found<'subject_long'>> {
  const characters = lengthOf(subject)
  if (characters > longestSubject)
    yield {
      code: 'subject_long',
      message: `The subject has ${characters} characters; phones show about the first ${longestSubject}, so begin with what matters`,
      place: { field: 'subject' },
      details: { characters, limit: longestSubject },
    }
}

export function* preheaderLength({ preheader }: Facts): Iterable<Found<'preheader_long'>> {
  const characters = lengthOf(preheader)
  if (characters > longestPreheader)
    yield {
      code: 'preheader_long',
      message: `The preheader has ${characters} characters; phones show about the first ${longestPreheader}`,
      place: { field: 'preheader' },
      details: { characters, limit: longestPreheader },
    }
}

/** Gmail cuts HTML at about 102 KB; `clipBytes` leaves room for data that is longer than the sample's. */
export function* htmlLength({ sentHtml = '' }: Facts): Iterable<Found<'html_clipped'>> {
  const bytes = Buffer.byteLength(sentHtml)
  if (bytes >= clipBytes)
    yield {
      code: 'html_clipped',
      message: `As it is sent, the HTML takes ${Math.round(bytes / 1_000)} KB; Gmail cuts mails off at about 102 KB, with the links at their end`,
      place: { field: 'html' },
      details: { bytes, limit: clipBytes },
    }
}
