/**
 * A mailbox: `Name <name@example.org>`, the address alone, or its parts. A name that stands in a text is quoted there
 * where it holds a comma or another sign with a meaning (`"Port, Inc." <hello@port.example>`); one that is given as a
 * part is taken as it is.
 */
export type Mailbox = string | MailboxParts

/** The parts of a `Mailbox`. */
export interface MailboxParts {
  /** One address, without a name. */
  email: string
  /** Shown beside the address: one line of at most 200 characters. Absent or empty: the address alone. */
  name?: string | undefined
}
