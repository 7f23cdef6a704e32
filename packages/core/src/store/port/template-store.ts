import type { PageRequest, StorePage } from './paging.ts'
import type { NewTemplate, TemplateRecord, TemplateSummary } from './records.ts'

/** An edit by a person, at `at` (ms since the epoch), made from `ifRevision` where that is given. */
export interface StoredEdit {
  at: number
  ifRevision?: number | undefined
}

/** What changes of a template; fields that are not named stay. */
export type TemplateChanges = Partial<Pick<TemplateRecord, 'key' | 'name' | 'subject' | 'preheader' | 'html' | 'text'>>

/**
 * Stored content to choose from. `owner` narrows every call to one tenant; undefined sees all. Campaigns copy the
 * content when they are made, so changing or removing a template changes no campaign. Nothing here checks a source: the
 * caller compiles it first.
 */
export interface TemplateStore {
  /**
   * Stores a template and gives it an id. Where its owner has one of the same key, that one is given back unchanged
   * instead (`created: false`); of two at once, one creates it. Without a key, each call stores another.
   */
  create(template: NewTemplate): Promise<{ template: TemplateRecord; created: boolean }>
  /** Undefined when it is not there or another tenant's. */
  get(id: number, owner?: string): Promise<TemplateRecord | undefined>
  /** The one of this owner (null: of those that have none) with the key. */
  byKey(key: string, owner: string | null): Promise<TemplateRecord | undefined>
  /** Newest first, by id. Throws `invalid_cursor`, and `invalid_option` for a limit outside 1 … 1000. */
  list(request: PageRequest & { owner?: string | undefined }): Promise<StorePage<TemplateSummary>>
  /**
   * Changes it and raises `revision`; undefined when there is no such template. The last of several at once stays; of
   * several with one `ifRevision` one wins. Another than the stored one throws `edit_conflict` (`editConflict`) and
   * changes nothing. A key that another template of its owner has is `duplicate`.
   */
  update(
    id: number,
    changes: TemplateChanges,
    owner: string | undefined,
    edit: StoredEdit,
  ): Promise<TemplateRecord | undefined>
  /** False when it was not there or is another tenant's. Campaigns made from it keep its id and their content. */
  remove(id: number, owner?: string): Promise<boolean>
}
