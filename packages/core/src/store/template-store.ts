import type { PageRequest, StorePage } from './paging.ts'
import type { NewTemplate, TemplateRecord } from './records.ts'

/** Stored content to choose from. `owner` narrows every call to one tenant; undefined sees all. */
export interface TemplateStore {
  /** Stores a template and gives it an id. */
  create(template: NewTemplate): Promise<TemplateRecord>
  /** Undefined when it is not there or another tenant's. */
  get(id: number, owner?: string): Promise<TemplateRecord | undefined>
  /** Newest first. */
  list(request: PageRequest & { owner?: string | undefined }): Promise<StorePage<TemplateRecord>>
  /** Replaces its content; undefined when there is no such template. The last of several at once stays. */
  replace(
    id: number,
    changes: Pick<TemplateRecord, 'name' | 'subject' | 'html' | 'text' | 'updatedAt'>,
    owner?: string,
  ): Promise<TemplateRecord | undefined>
  /** False when it was not there. */
  remove(id: number, owner?: string): Promise<boolean>
}
