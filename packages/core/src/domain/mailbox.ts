/**
 * A mailbox: `Name <name@example.org>`, the address alone, or its parts. A name that stands in a text is quoted there
 * where it holds a comma or another sign with a meaning (`"Port, Inc." <hello@port.example>`); one that is given as a
 * part is taken as it is: one line of at most 200 characters.
 */
export type Mailbox = string | { email: string; name?: string | undefined }
