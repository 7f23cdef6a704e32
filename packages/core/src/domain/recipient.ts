/** What a recipient agreed to; a part that is not given is unset, and the installation's default holds. */
export interface Consent {
  opens?: boolean | undefined
  clicks?: boolean | undefined
  readTime?: boolean | undefined
  /** When it was given or withdrawn, ISO 8601. */
  at?: string | undefined
  /** Where it was given, in the host's words. */
  source?: string | undefined
}

/** An address and its merge data, as chosen for one campaign. */
export interface RecipientInput {
  email: string
  name?: string | undefined
  company?: string | undefined
  data?: Record<string, unknown> | undefined
  consent?: Consent | undefined
}

/** A person in the directory of companies. */
export interface Contact {
  id: string
  email: string
  name: string | null
  company: string | null
  tags: string[]
  data: Record<string, unknown>
  consent: Consent | null
  createdAt: string
}

export interface ContactInput extends RecipientInput {
  tags?: string[] | undefined
}

export interface Company {
  company: string
  contacts: number
}

/** What a CSV import did, line by line where it matters. */
export interface ImportReport {
  accepted: number
  duplicates: { line: number; email: string }[]
  invalid: { line: number; reason: string }[]
  /** Counted in full even when the lists above are cut at 1,000 entries. */
  duplicateCount: number
  invalidCount: number
}

export interface Suppression {
  id: string
  /** The address; null when only its keyed hash is kept after an erasure. */
  email: string | null
  /** The list it holds for; null: for all. */
  list: string | null
  reason: SuppressionReason
  at: string
}

export const suppressionReasons = ['unsubscribe', 'bounce', 'complaint', 'manual', 'erasure'] as const
export type SuppressionReason = (typeof suppressionReasons)[number]

export interface Template {
  id: string
  name: string
  subject: string
  html: string
  text: string | null
  createdAt: string
  updatedAt: string
}

export interface TemplateInput {
  name: string
  subject: string
  html: string
  text?: string | null | undefined
}
