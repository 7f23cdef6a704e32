import type { Contact } from '../domain/recipient.ts'

/** One question to a directory. Parts that are given must all hold. */
export interface DirectoryQuery {
  /** Beginning of email, name or company. */
  q?: string | undefined
  company?: string | undefined
  tag?: string | undefined
  limit: number
  /** As the last answer's `next` gave it. */
  cursor?: string | undefined
  /** The tenant that asks, where the host has tenants. */
  owner?: string | undefined
}

/**
 * Where contacts come from. The default keeps them in the store; a host with a table of companies gives these two functions instead,
 * and creating, editing and importing contacts over the API then answers `method_not_allowed`.
 */
export interface Directory {
  /** One page of contacts. `total` may be an estimate; `next` is the cursor of the following page, null on the last. */
  search(query: DirectoryQuery): Promise<{ items: Contact[]; next: string | null; total: number }>
  /** The contacts with these ids, in any order; ids that do not exist are left out. */
  resolve(ids: readonly string[], owner: string | undefined): Promise<Contact[]>
}
