import type { PreviewInput } from './content.ts'
import type { Selection } from './selection.ts'
import type { Warning, WarningCode } from './warning.ts'

/** How much a finding weighs. `error`: no mail can be made like this. Nothing else keeps a campaign from being sent. */
export const findingLevels = ['error', 'warning', 'hint'] as const
/** One of `findingLevels`. */
export type FindingLevel = (typeof findingLevels)[number]

/** What is wrong with content itself is said by the code of the error that creating a campaign would throw. */
const errors = {
  missing_content: 'error',
  missing_from: 'error',
  invalid_address: 'error',
  invalid_header: 'error',
  invalid_template: 'error',
  html_too_large: 'error',
  too_many_links: 'error',
  attachments_too_large: 'error',
} as const

/** Warnings about recipients belong to a campaign that was planned. */
const warnings = {
  html_clipped: 'warning',
  relative_link: 'warning',
  placeholder_link: 'warning',
  unsafe_link: 'warning',
  link_text_mismatch: 'warning',
  unknown_merge_field: 'warning',
  missing_merge_field: 'warning',
  missing_picture: 'warning',
  unused_picture: 'hint',
  own_preheader: 'warning',
  unknown_part: 'warning',
  value_left_out: 'warning',
  base_url_not_https: 'warning',
  image_without_source: 'warning',
  image_without_alt: 'warning',
  button_without_link: 'warning',
  low_contrast: 'hint',
  unknown_node: 'warning',
  unknown_place: 'warning',
  long_words: 'hint',
  document_dropped: 'warning',
} as const satisfies Record<Exclude<WarningCode, `recipients_${string}`>, FindingLevel>

/** Everything that a check finds, and how much it weighs: a closed table. */
export const findingLevel = {
  ...errors,
  ...warnings,
  missing_unsubscribe_link: 'warning',
  from_not_signed: 'warning',
  picture_without_alt: 'warning',
  picture_heavy: 'warning',
  link_not_https: 'hint',
  subject_long: 'hint',
  preheader_long: 'hint',
} as const satisfies Record<string, FindingLevel>

/** The codes of `Finding`, a closed table; `findingLevel` gives the level of each. */
export type FindingCode = keyof typeof findingLevel

/** What a finding of a code carries for programs. Codes that are not here carry nothing. */
export interface FindingDetails {
  /** Of the HTML as it is sent; `limit` is where Gmail may cut. */
  html_clipped: { bytes: number; limit: number }
  picture_heavy: { bytes: number; limit: number }
  subject_long: { characters: number; limit: number }
  preheader_long: { characters: number; limit: number }
  /** Of how many recipients whose data was read how many have no value. */
  missing_merge_field: { lacking: number; of: number }
}

/** Something an author should know or mend before sending. */
export interface Finding extends Pick<Warning, 'subject' | 'line' | 'column' | 'count'> {
  code: FindingCode
  level: FindingLevel
  /** English, for logs and for a UI without a text for the code. */
  message: string
  /** The field of the input that it is about: `subject`, `preheader`, `html`, `from`, `attachments` … */
  field?: string
  details?: FindingDetails[keyof FindingDetails]
}

/** What was found, errors first, then warnings and hints, each in the order of the content; of a code at most 50. */
export interface ContentCheck {
  findings: Finding[]
  /**
   * Of how many recipients the data was read, and how many that may be at most; null where no campaign and no
   * recipients were given.
   */
  checked: { of: number; atMost: number } | null
}

/**
 * Content as for a preview, which may be unfinished: what is missing is found. With `recipients`, or a `campaignId`
 * with its planned ones, their data is read, and of the campaign is all that the input leaves out; one of the two.
 */
export type CheckInput = Partial<PreviewInput> & {
  campaignId?: string | undefined
  /**
   * The key of a stream: with nothing else of a mail, its content is checked; else that of a message which says so
   * much itself, and the rest is the stream's, as `messages.send` takes it. No recipients are read, only `data`. Not
   * with `campaignId` or `recipients`.
   */
  stream?: string | undefined
  recipients?: Selection | undefined
}
