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

export interface TemplateTable {
  id: Generated<number>
  owner: string
  key: string | null
  name: string
  subject: string
  preheader: string | null
  html: string
  text: string | null
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
