import { keyPattern, readId } from '../domain/ids.ts'
import type { TemplateRecord } from '../store/port/template-records.ts'
import type { TemplateStore } from '../store/port/template-store.ts'

/**
 * The template that an id or a key names; undefined: none. Keys are unique within an owner, so that whoever sees every
 * tenant finds by key only those that belong to none.
 */
export async function findTemplate(
  templates: TemplateStore,
  idOrKey: string,
  owner: string | undefined,
): Promise<TemplateRecord | undefined> {
  const id = readId(idOrKey)
  if (id !== undefined) return templates.get(id, owner)
  return keyPattern.test(idOrKey) ? templates.byKey(idOrKey, owner ?? null) : undefined
}
