/**
 * Readers of what providers say by webhook, and of mails that are handed in.
 *
 * @module @sillage/core/feedback
 */

export type * from '../domain/feedback.ts'
export type * from '../domain/feedback-source.ts'
export type { BasicAuth } from './proof/basic-auth.ts'
export { type BrevoFeedbackOptions, brevoFeedback } from './sources/brevo.ts'
export { type MailgunFeedbackOptions, mailgunFeedback } from './sources/mailgun.ts'
export { type MailjetFeedbackOptions, mailjetFeedback } from './sources/mailjet.ts'
export { type PostmarkFeedbackOptions, postmarkFeedback } from './sources/postmark.ts'
export { type RawMailOptions, rawMail } from './sources/raw-mail.ts'
export { type ResendFeedbackOptions, resendFeedback } from './sources/resend.ts'
export { type SendgridFeedbackOptions, sendgridFeedback } from './sources/sendgrid.ts'
export { type SesFeedbackOptions, sesFeedback } from './sources/ses.ts'
