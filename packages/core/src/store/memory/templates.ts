import type { TemplateRecord } from '../port/template-records.ts'
import type { TemplateStore } from '../port/template-store.ts'
import { editConflict } from '../rules/edit-conflict.ts'
import { keyInUse } from '../rules/key-in-use.ts'
import { namePictures } from './assets.ts'
import { byNewest, pageBy } from './keyset.ts'
import { copy, isVisible, type MemoryState, nextId } from './state.ts'

export function memoryTemplates(state: MemoryState): TemplateStore {
  function find(id: number, owner: string | undefined): TemplateRecord | undefined {
    const template = state.templates.get(id)
    return template !== undefined && isVisible(template.owner, owner) ? template : undefined
  }
  function keyed(key: string | null, owner: string | null): TemplateRecord | undefined {
    return key === null
      ? undefined
      : [...state.templates.values()].find((template) => template.key === key && template.owner === owner)
  }

  return {
    async create({ at, ...template }) {
      const earlier = keyed(template.key, template.owner)
      if (earlier !== undefined) return { template: copy(earlier), created: false }
      const id = nextId(state, 'templates')
      const record = {
        preheader: null,
        document: null,
        ...copy(template),
        id,
        revision: 1,
        createdAt: at,
        updatedAt: at,
      }
      state.templates.set(id, record)
      namePictures(state, record.html)
      return { template: copy(record), created: true }
    },
    get: async (id, owner) => copy(find(id, owner)),
    byKey: async (key, owner) => copy(keyed(key, owner)),
    async list(request) {
      const rows = [...state.templates.values()].filter((template) => isVisible(template.owner, request.owner))
      const { items, next } = pageBy(rows, request, byNewest('templates'), (template) => [template.id])
      return {
        items: items.map(({ preheader: _preheader, html: _html, text: _text, document: _document, ...summary }) =>
          copy(summary),
        ),
        next,
      }
    },
    async update(id, changes, owner, { at, ifRevision }) {
      const template = find(id, owner)
      if (template === undefined) return undefined
      const { revision } = template
      if (ifRevision !== undefined && ifRevision !== revision) throw editConflict('template', ifRevision, template)
      const other = keyed(changes.key ?? null, template.owner)
      if (other !== undefined && other !== template) throw keyInUse()
      namePictures(state, changes.html)
      return copy(Object.assign(template, copy(changes), { revision: revision + 1, updatedAt: at }))
    },
    async remove(id, owner) {
      return find(id, owner) !== undefined && state.templates.delete(id)
    },
  }
}
