/** What an author should know before sending, as a list; nothing of it stops the campaign. */
export const warningCodes = [
  'html_clipped',
  'relative_link',
  'placeholder_link',
  'unsafe_link',
  'link_text_mismatch',
  'unknown_merge_field',
  'missing_picture',
  'unused_picture',
  'recipients_duplicate',
  'recipients_invalid',
  'recipients_suppressed',
  'base_url_not_https',
  'image_without_source',
  'image_without_alt',
  'button_without_link',
  'low_contrast',
  'unknown_node',
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
  /** How often, when more than once. */
  count?: number
}
