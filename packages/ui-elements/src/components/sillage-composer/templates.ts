import type { TemplateItem } from '@sillage/core/browser'
import { apiOf } from '../../client/api.ts'
import type { ApiClient } from '../../client/api-client.ts'
import type { WritingWords } from '../../locales/writing-en.ts'
import { defined } from './defined.ts'
import { type Draft, htmlOf, madeAs } from './draft.ts'

/** The templates to choose from. */
export async function loadTemplates(client: ApiClient): Promise<readonly TemplateItem[]> {
  return (await client.listTemplates({ limit: 200 })).items
}

/** What choosing a template changes: a subject the author wrote is kept, and the preheader is the template's. */
export function chooseTemplate(draft: Draft, templates: readonly TemplateItem[], id: string): Partial<Draft> {
  const old = templates.find((template) => template.id === draft.templateId)
  const chosen = templates.find((template) => template.id === id)
  const free = draft.subject === '' || draft.subject === old?.subject
  const { preheader: _preheader, ...input } = draft.carried.input
  const carried = { ...draft.carried, input }
  return { templateId: id, carried, ...(free && chosen !== undefined ? { subject: chosen.subject } : {}) }
}

/** Stores the author's own message as a template of the campaign's name. */
export function saveTemplate(client: ApiClient, draft: Draft, words: WritingWords): Promise<TemplateItem> {
  const { name, subject, text, carried } = draft
  const named = { name: name.trim(), subject, ...defined({ preheader: carried.input.preheader }) }
  const made = madeAs(draft)
  if (made !== undefined) return client.createTemplate({ ...named, document: made.document })
  const more = defined({ text: text === '' ? undefined : text })
  return client.createTemplate({ ...named, html: htmlOf(draft, words), ...more })
}

/** The chosen template as the author's own message, whose words are changed: a copy, and the template stays. */
export async function wordsOfTemplate(client: ApiClient | undefined, draft: Draft): Promise<Partial<Draft>> {
  if (client === undefined) throw new Error('no client')
  const { id, html, text, document, preheader } = await apiOf(client).templates.get(draft.templateId)
  const { carried } = draft
  const input = { ...carried.input, ...defined({ preheader: preheader ?? undefined }) }
  const own = {
    mode: 'own' as const,
    asHtml: false,
    madeFrom: id,
    html,
    text: text ?? '',
    carried: { ...carried, input },
  }
  return { ...own, made: document === null ? undefined : { document, html, text: text ?? '', isNew: true } }
}
