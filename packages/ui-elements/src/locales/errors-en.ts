import type { ErrorCode } from '@sillage/core/browser'
import { readingErrorsEn } from './reading-errors-en.ts'

/** What each error means to the person who meets it, and what to do next. */
export const errorsEn = {
  ...readingErrorsEn,
  invalid_json: 'The server could not read this. Reload the page and try again.',
  invalid_field: 'This value is not accepted.',
  unknown_field: 'Page and server are of different versions. Reload the page.',
  missing_content: 'Choose a template or write a message.',
  missing_recipients: 'Choose at least one recipient.',
  missing_from: 'No sender address is set. Tell whoever runs this site.',
  invalid_address: 'This is not a valid email address.',
  invalid_header: 'A header has characters that mail does not allow.',
  unknown_template: 'This template no longer exists. Choose another one.',
  unknown_stream: 'There is no stream with this key.',
  unknown_contact: 'A chosen contact no longer exists. Choose the recipients again.',
  invalid_template: 'A merge field or section is not closed, or misspelt.',
  html_too_large: 'The message is too large. Shorten it, or link to its images.',
  too_many_links: 'The message has too many links.',
  attachments_too_large: 'The files are too large for a mail. Leave some out, or link to them.',
  settings_fixed: 'Set for all. Tell whoever runs this site.',
  edit_conflict: 'Somebody else changed this meanwhile. Load it again, then change it.',
  duplicate: 'This exists already.',
  request_timeout: 'No answer from the server. Check your connection and try again.',
  body_too_large: 'Too much at once. Shorten the message or the list of recipients.',
  unsupported_media_type: 'This value is not accepted.',
  invalid_option: 'The server is not set up correctly. Tell whoever runs this site.',
  missing_transport: 'No mail server is set up. Tell whoever runs this site.',
  database_newer: 'The server is not set up correctly. Tell whoever runs this site.',
  store_refused: 'This value is not accepted. Tell whoever runs this site.',
  id_exhausted: 'The server is not set up correctly. Tell whoever runs this site.',
  smtp_unreachable: 'The mail server cannot be reached. Sending goes on when it answers again.',
  smtp_auth: 'The mail server refuses the credentials. Correct them, then resume: nothing is lost.',
  smtp_config: 'The mail server refuses the settings (TLS, port, login). Correct them, then resume.',
  smtp_rejected: 'The mail server refuses this message. Its answer is in the details.',
  smtp_rate: 'The mail server asks to slow down. Sending goes on later, or lengthen the delay.',
  feedback_refused: 'The mail servers refuse the sender. Correct that, then resume.',
  feedback_complaints: 'Too many recipients complain. Check the recipients, then resume.',
  compose_failed: 'The message cannot be made. Check its merge fields, then try again.',
} satisfies Record<ErrorCode, string>

/** Why a campaign waits, in one or two words beside its status. */
export const pausesEn: Record<string, string> = {
  smtp_unreachable: 'server unreachable',
  smtp_auth: 'credentials',
  smtp_config: 'mail settings',
  smtp_rejected: 'refused by the server',
  smtp_rate: 'slow down',
  feedback_refused: 'sender',
  feedback_complaints: 'complaints',
  compose_failed: 'message content',
  store_unavailable: 'database',
}
