import type { Contact } from '../domain/recipient.ts'

/**
 * One query to a directory. Parts that are given must all hold; how texts are compared is up to the directory, the
 * store's own compares without case and accents. A host without tags may return none for a `tag`.
 */
export interface DirectoryQuery {
  /** Beginning of email, name or company. */
  q?: string | undefined
  company?: string | undefined
  tag?: string | undefined
  /** At most so many: 1 … 200 over HTTP, 500 while a campaign is planned. */
  limit: number
  /** The last answer's `next`. */
  cursor?: string | undefined
  /** False where no `total` is wanted: planning a campaign reads many pages. @default true */
  counted?: boolean | undefined
  /** The tenant of the caller, where the host has tenants. */
  owner?: string | undefined
}

/**
 * Where contacts come from: the port behind `directory` of the options. The default keeps them in the store; a host
 * with a table of companies gives these two functions instead, and creating, editing and importing contacts over the
 * API then answers `method_not_allowed`. An error it throws ends the call that caused it; a campaign that was being
 * planned stays a draft only under a `key`. A contact whose address is not valid, or whose data is more than 64 KB of
 * JSON, is left out of a campaign and counted in its warnings.
 */
export interface Directory {
  /**
   * One page of contacts, in a stable order. `total` may be an estimate, and null where it is not wanted or counting
   * takes long; `next` is the cursor of the following page, null on the last. Planning a campaign reads all pages of
   * its filter.
   */
  search(query: DirectoryQuery): Promise<{ items: Contact[]; next: string | null; total: number | null }>
  /**
   * The contacts with these ids (at most 500 at once), in any order; those that do not exist, or are another tenant's,
   * are left out.
   */
  resolve(ids: readonly string[], owner: string | undefined): Promise<Contact[]>
}
