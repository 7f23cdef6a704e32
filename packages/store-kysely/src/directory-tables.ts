import type { Generated } from 'kysely'

export interface ContactTable {
  id: Generated<number>
  owner: string
  email: string
  email_key: string
  email_plain: string
  ref: string | null
  name: string | null
  name_key: string
  company: string | null
  company_key: string
  tags: string
  data: string
  consent: string | null
  created_at: number
}

/** A row for each tag of a contact: for lists of tags, and of those who have one. */
export interface ContactTagTable {
  contact_id: number
  owner: string
  tag: string
  tag_key: string
}

export interface TemplateTable {
  id: Generated<number>
  owner: string
  key: string | null
  name: string
  subject: string
  preheader: string | null
  html: string
  text: string | null
  /** What HTML and text were made of. */
  document: string | null
  revision: Generated<number>
  created_at: number
  updated_at: number
}

export interface SuppressionTable {
  id: Generated<number>
  owner: string
  email: string | null
  email_key: string | null
  email_hash: string | null
  topic: string
  reason: string
  /** Where it was said, as text of the host's own. */
  source: string | null
  at: number
}

/** Messages that came back from addresses that may be alive. */
export interface SoftBounceTable {
  email_key: string
  owner: string
  message_id: number
  email: string
  at: number
}
