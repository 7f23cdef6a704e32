import { readingEn } from './reading-en.ts'

/** What merge fields are called that every installation has. */
export const fieldNamesEn = {
  name: 'Name',
  email: 'Email',
  company: 'Company',
  firstName: 'First name',
  lastName: 'Last name',
  unsubscribeUrl: 'Link to unsubscribe',
}

/** The texts of `<campaign-results>`: its parts have theirs, and its head shows a subject. */
export const headedEn = { ...readingEn, fieldNames: fieldNamesEn }

export type HeadedWords = typeof headedEn
