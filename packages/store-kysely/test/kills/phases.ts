/** What a process is killed amid. Sending is claiming, beginning and settling; recording makes checkpoints, too. */
export const phases = [
  'migrating',
  'planning',
  'sending',
  'recording',
  'purging',
  'deleting',
  'recounting',
  'erasing',
] as const
export type Phase = (typeof phases)[number]

/** A SQLite file, or a schema of a PostgreSQL database. */
export interface Place {
  filename?: string
  url?: string
  schema?: string
}

export interface BusySettings {
  phase: Phase
  database: Place
  /** A database that has no tables yet. */
  fresh: Place
  port: number
  campaignIds: string[]
  messageIds: number[]
  emails: string[]
}

export const LEASE_MS = 1_000
/** Mails that a busy process has in flight at most. */
export const AT_ONCE = 5

/** So many people; none of them in another campaign. */
export const recipientsOf = (campaign: string, count: number): { email: string }[] =>
  Array.from({ length: count }, (_, n) => ({ email: `${campaign}-${n}@example.org` }))

/** What a process does that gives messages to a stream, or sends them. */
export interface MessageOrder {
  database: Place
  port: number
  /** Else it only gives them. */
  sends: boolean
}

/** `given`: the number of a message, its id, and whether this call created it; it is stored by then. */
export interface MessageReport {
  ready?: true
  sent?: true
  given?: [n: number, id: string, created: boolean]
  finished?: true
}
