import { phonesShow } from '../../domain/phones-show.ts'
import { clipBytes } from '../pixel.ts'
import type { Facts, Found } from './facts.ts'

const lengthOf = (text: string) => Array.from(text.trim()).length

export function* subjectLength({ subject }: Facts): Iterable<Found<'subject_long'>> {
  const characters = lengthOf(subject)
  if (characters > phonesShow.subject)
    yield {
      code: 'subject_long',
      message: `The subject has ${characters} characters; phones show about the first ${phonesShow.subject}, so begin with what matters`,
      place: { field: 'subject' },
      details: { characters, limit: phonesShow.subject },
    }
}

export function* preheaderLength({ preheader }: Facts): Iterable<Found<'preheader_long'>> {
  const characters = lengthOf(preheader)
  if (characters > phonesShow.preheader)
    yield {
      code: 'preheader_long',
      message: `The preheader has ${characters} characters; phones show about the first ${phonesShow.preheader}`,
      place: { field: 'preheader' },
      details: { characters, limit: phonesShow.preheader },
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
