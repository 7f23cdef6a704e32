import type { Edit } from '../domain/edit.ts'
import type { PageRequest, StorePage } from './paging.ts'
import type { NewTemplate, TemplateRecord } from './records.ts'

/**
 * Stored content to choose from. `owner` narrows every call to one tenant; undefined sees all. Campaigns copy the
 * content when they are made, so changing or removing a template changes no campaign. Nothing here checks a source: the
 * caller compiles it first.
 */
export interface TemplateStore {
  /** Stores a template and gives it an id, another one on each call. */
  create(template: NewTemplate): Promise<TemplateRecord>
  /** Undefined when it is not there or another tenant's. */
  get(id: number, owner?: string): Promise<TemplateRecord | undefined>
  /** Newest first, by id. Throws `invalid_cursor`, and `invalid_option` for a limit outside 1 … 1000. */
  list(request: PageRequest & { owner?: string | undefined }): Promise<StorePage<TemplateRecord>>
  /**
   * Replaces its content and raises `revision`; undefined when there is no such template. The last of several at once
   * stays; of several with one `ifRevision` one wins. Another than the stored one throws `edit_conflict`
   * (`editConflict`) and changes nothing.
   */
  replace(
    id: number,
    changes: Pick<TemplateRecord, 'name' | 'subject' | 'html' | 'text' | 'updatedAt'>,
    owner?: string,
    edit?: Edit,
  ): Promise<TemplateRecord | undefined>
  /** False when it was not there or is another tenant's. Campaigns made from it keep its id and their content. */
  remove(id: number, owner?: string): Promise<boolean>
}
