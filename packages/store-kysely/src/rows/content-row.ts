import type { StoredContent } from '@sillage/core/store'
import type { Selectable } from 'kysely'
import type { ContentTable } from '../content-tables.ts'
import { parseJson } from './values.ts'

/** What a content is read from. */
export const contentColumns = [
  'subject',
  'preheader',
  'html',
  'text',
  'document',
  'engine',
  'attachments',
] as const satisfies readonly (keyof ContentTable)[]
export type ContentRow = Pick<Selectable<ContentTable>, (typeof contentColumns)[number]>

export function contentRowOf({
  subject,
  preheader,
  html,
  text,
  document,
  engine,
  attachments,
}: ContentRow): StoredContent {
  return {
    subject,
    preheader,
    html,
    text,
    document: parseJson(document),
    engine: engine === 'document' ? engine : null,
    attachments: parseJson(attachments),
  }
}
