import {
  addressKey,
  type ContactRecord,
  type NewContact,
  type SuppressionRecord,
  type TemplateRecord,
  type TemplateSummary,
} from '@sillage/core/store'
import type { Insertable, Selectable } from 'kysely'
import type { ContactTable, SuppressionTable, TemplateTable } from '../directory-tables.ts'
import { defined, LAST, orEmpty, orNull, parseJson, searchKey, toJson } from './values.ts'

/** What is read of a contact, by name, because the tables of a later release have more columns. */
export const contactColumns = [
  'id',
  'owner',
  'email',
  'ref',
  'name',
  'name_key',
  'company',
  'company_key',
  'tags',
  'data',
  'consent',
  'created_at',
] as const satisfies readonly (keyof ContactTable)[]
type ContactRow = Pick<Selectable<ContactTable>, (typeof contactColumns)[number]>

export function contactOf(row: ContactRow): ContactRecord {
  return {
    id: row.id,
    owner: orNull(row.owner),
    email: row.email,
    ref: row.ref,
    name: row.name,
    company: row.company,
    tags: parseJson(row.tags),
    data: parseJson(row.data),
    consent: parseJson(row.consent),
    createdAt: row.created_at,
  }
}

/** The columns of the fields that are given. */
export function contactFields(fields: Partial<NewContact>): Partial<Insertable<ContactTable>> {
  const { owner, email, ref, name, company, tags, data, consent, createdAt } = fields
  return defined<Insertable<ContactTable>>({
    owner: owner === undefined ? undefined : orEmpty(owner),
    email,
    email_key: email === undefined ? undefined : addressKey(email),
    email_plain: email === undefined ? undefined : searchKey(email),
    ref,
    name,
    name_key: name === undefined ? undefined : searchKey(name) || LAST,
    company,
    company_key: company === undefined ? undefined : searchKey(company) || LAST,
    tags: tags === undefined ? undefined : JSON.stringify(tagsOf(tags)),
    data: data === undefined ? undefined : JSON.stringify(data),
    consent: consent === undefined ? undefined : toJson(consent),
    created_at: createdAt,
  })
}

export const templateSummaryColumns = [
  'id',
  'owner',
  'key',
  'name',
  'subject',
  'revision',
  'created_at',
  'updated_at',
] as const satisfies readonly (keyof TemplateTable)[]
type TemplateSummaryRow = Pick<Selectable<TemplateTable>, (typeof templateSummaryColumns)[number]>

export const templateColumns = [...templateSummaryColumns, 'preheader', 'html', 'text', 'document'] as const
type TemplateRow = Pick<Selectable<TemplateTable>, (typeof templateColumns)[number]>

export function templateSummaryOf(row: TemplateSummaryRow): TemplateSummary {
  const { id, key, name, subject, revision } = row
  const times = { createdAt: row.created_at, updatedAt: row.updated_at }
  return { id, owner: orNull(row.owner), key, name, subject, revision, ...times }
}

export const templateOf = (row: TemplateRow): TemplateRecord => ({
  ...templateSummaryOf(row),
  preheader: row.preheader,
  html: row.html,
  text: row.text,
  document: parseJson(row.document),
})

export const suppressionColumns = [
  'id',
  'owner',
  'email',
  'email_hash',
  'topic',
  'reason',
  'source',
  'at',
] as const satisfies readonly (keyof SuppressionTable)[]
type SuppressionRow = Pick<Selectable<SuppressionTable>, (typeof suppressionColumns)[number]>

export function suppressionOf(row: SuppressionRow): SuppressionRecord {
  return {
    id: row.id,
    owner: orNull(row.owner),
    email: row.email,
    emailHash: row.email_hash,
    topic: orNull(row.topic),
    reason: row.reason as SuppressionRecord['reason'],
    source: row.source,
    at: row.at,
  }
}

/** Tags as they are stored: without NUL, which a text of PostgreSQL cannot hold. */
export const tagsOf = (tags: readonly string[]): string[] => tags.map((tag) => tag.replaceAll('\0', ''))
