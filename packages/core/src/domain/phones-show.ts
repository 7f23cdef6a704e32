/**
 * How many characters of a subject, and of the preheader beside it, phones show in a list of mails: of the subject
 * iPhones 48 and Gmail on Android 33, of the preheader iPhones 99
 * (https://www.emailtooltester.com/en/blog/email-subject-lines-character-limit/). What is longer is a hint of a check,
 * `subject_long` and `preheader_long`.
 */
export const phonesShow = { subject: 50, preheader: 100 } as const
