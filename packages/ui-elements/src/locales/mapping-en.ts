import type { ContactColumn } from '@sillage/core/browser'

/** What the columns of a file become. */
export const mappingEn = {
  columns: 'What is in the columns?',
  heading: 'In the file',
  example: 'First row',
  meaning: 'Becomes',
  field: (name: string) => `Field “${name}”`,
  column: {
    email: 'Email',
    ref: 'Your own reference',
    name: 'Full name',
    firstName: 'First name',
    lastName: 'Last name',
    company: 'Company',
    tags: 'Tags',
    consentOpens: 'Consent to count opens',
    consentClicks: 'Consent to count clicks',
    consentReadTime: 'Consent to measure read time',
    consentAt: 'Date of consent',
    consentSource: 'Source of consent',
  } satisfies Record<ContactColumn, string>,
  leftOut: 'Left out',
}
