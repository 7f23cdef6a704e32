/** What an author should know before sending, as a list; nothing of it stops the campaign. */
export const warningCodes = [
  'html_clipped',
  'relative_link',
  'placeholder_link',
  'unsafe_link',
  'link_text_mismatch',
  'unknown_merge_field',
  'missing_merge_field',
  'missing_picture',
  'unused_picture',
  'value_left_out',
  'own_preheader',
  'unknown_part',
  'recipients_duplicate',
  'recipients_invalid',
  'recipients_suppressed',
  'base_url_not_https',
  'image_without_source',
  'image_without_alt',
  'button_without_link',
  'low_contrast',
  'unknown_node',
  'unknown_place',
  'long_words',
  'document_dropped',
] as const
/** The codes of `Warning`, a closed list: the UI has a text for each in every language. */
export type WarningCode = (typeof warningCodes)[number]

/**
 * Something an author should know before sending. It stops nothing, is stored with the campaign and shown beside it;
 * warnings about recipients (`recipients_…`) hold until there are others. The same warning about the same subject is
 * one, with a count.
 */
export interface Warning {
  code: WarningCode
  /** English, for logs and for a UI without a text for the code. */
  message: string
  /** What it is about: a link, a field name. */
  subject?: string
  /** The source it is about; for content of a template, that of the template. */
  field?: 'subject' | 'preheader' | 'html' | 'text'
  /** On which line of that source the first of them stands, from 1; absent for what is about no one place. */
  line?: number
  /** In which column of the line, from 1, in UTF-16 units. */
  column?: number
  /** How often, when more than once. */
  count?: number
}
