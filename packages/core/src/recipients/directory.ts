import { func, functions } from '../domain/expect/index.ts'
import type { Company, Contact, Tag } from '../domain/recipient.ts'

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

/** One page of the names that contacts can be searched by: `DirectoryQuery` without its filters. */
export type DirectoryNamesQuery = Omit<DirectoryQuery, 'company' | 'tag' | 'counted'>

/**
 * Where contacts come from: the port behind `directory` of the options. The default keeps them in the store; a host
 * with a table of companies gives these functions instead, of which the first two are needed; creating, editing and
 * importing contacts over the API then answers `method_not_allowed`. An error it throws ends the call that caused it; a
 * campaign that was being planned stays a draft only under a `key`. A contact whose address is not valid, or whose data
 * is more than 64 KB of JSON, is left out of a campaign and counted in its warnings.
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
  /**
   * One page of the companies that have contacts, in a stable order, those whose name begins with `q`: what people
   * choose a filter from. Without this function none are offered, and a company is searched by its name.
   */
  companies?(query: DirectoryNamesQuery): Promise<{ items: Company[]; next: string | null }>
  /** The same of tags. */
  tags?(query: DirectoryNamesQuery): Promise<{ items: Tag[]; next: string | null }>
}

/** The check of an option that is one. */
export function directoryOption(value: unknown, path: string): Directory {
  const directory = functions<Directory>('search', 'resolve')(value, path)
  for (const name of ['companies', 'tags'] as const)
    if (directory[name] !== undefined) func(directory[name], `${path}.${name}`)
  return directory
}
