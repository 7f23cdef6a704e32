import { editConflict } from '../edit-conflict.ts'
import type { TemplateRecord } from '../records.ts'
import type { TemplateStore } from '../template-store.ts'
import { byNewest, pageBy } from './keyset.ts'
import { copy, isVisible, type MemoryState, nextId } from './state.ts'

export function memoryTemplates(state: MemoryState): TemplateStore {
  function find(id: number, owner: string | undefined): TemplateRecord | undefined {
    const template = state.templates.get(id)
    return template !== undefined && isVisible(template.owner, owner) ? template : undefined
  }

  return {
    async create(template) {
      const record = { id: nextId(state, 'templates'), ...copy(template), revision: 1 }
      state.templates.set(record.id, record)
      return copy(record)
    },
    get: async (id, owner) => copy(find(id, owner)),
    async list(request) {
      const rows = [...state.templates.values()].filter((template) => isVisible(template.owner, request.owner))
      return copy(pageBy(rows, request, byNewest('templates'), (template) => [template.id]))
    },
    async replace(id, changes, owner, edit) {
      const template = find(id, owner)
      if (template === undefined) return undefined
      const { revision } = template
      const { ifRevision = revision } = edit ?? {}
      if (ifRevision !== revision) throw editConflict('template', ifRevision, revision)
      return copy(Object.assign(template, copy(changes), { revision: revision + 1 }))
    },
    async remove(id, owner) {
      return find(id, owner) !== undefined && state.templates.delete(id)
    },
  }
}
