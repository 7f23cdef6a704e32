import type { MessageError } from './message.ts'

/** A mail server that cannot be used, as a process says that sends by it; another process may go on. */
export interface Outage {
  /** The transport that the campaign is sent by. */
  transport: string
  /**
   * Host and port. Null where it is not known, and for a tenant's campaign: the host's servers are not a tenant's
   * business.
   */
  server: string | null
  since: string
  /** What it answered, or what became of the connection; its own words about the host's side are in the log alone. */
  error: MessageError
  /** When the server is asked next. */
  nextTryAt: string
}
