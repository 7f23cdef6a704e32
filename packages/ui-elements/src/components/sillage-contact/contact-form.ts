import type { Contact, ContactInput, ContactPatch } from '@sillage/core/browser'

/** A contact as it is typed. */
export interface ContactForm {
  email: string
  name: string
  company: string
  ref: string
  /** Separated by commas. */
  tags: string
  fields: readonly { name: string; value: string }[]
}

export const emptyForm: ContactForm = { email: '', name: '', company: '', ref: '', tags: '', fields: [] }

export function formOf(contact: Contact): ContactForm {
  const { email, name, company, ref, tags, data } = contact
  return {
    email,
    name: name ?? '',
    company: company ?? '',
    ref: ref ?? '',
    tags: tags.join(', '),
    fields: Object.entries(data).map(([name, value]) => ({ name, value: textOf(value) })),
  }
}

export function inputOf(form: ContactForm): ContactInput {
  const { email, name, company, ref } = trimmed(form)
  return {
    email,
    ...(name === '' ? {} : { name }),
    ...(company === '' ? {} : { company }),
    ...(ref === '' ? {} : { ref }),
    tags: tagsOf(form),
    data: dataOf(form, {}),
  }
}

/** What was changed: others may have changed the rest meanwhile. */
export function patchOf(form: ContactForm, contact: Contact): ContactPatch {
  const before = formOf(contact)
  const now = trimmed(form)
  const orNull = (text: string) => (text === '' ? null : text)
  return {
    ...(now.email === before.email ? {} : { email: now.email }),
    ...(now.name === before.name ? {} : { name: orNull(now.name) }),
    ...(now.company === before.company ? {} : { company: orNull(now.company) }),
    ...(now.ref === before.ref ? {} : { ref: orNull(now.ref) }),
    ...(form.tags === before.tags ? {} : { tags: tagsOf(form) }),
    ...(same(form.fields, before.fields) ? {} : { data: dataOf(form, contact.data) }),
  }
}

export function sameForm(a: ContactForm, b: ContactForm): boolean {
  return same(a, b)
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function trimmed({ email, name, company, ref }: ContactForm) {
  return { email: email.trim(), name: name.trim(), company: company.trim(), ref: ref.trim() }
}

function tagsOf({ tags }: ContactForm): string[] {
  return [...new Set(tags.split(',').map((tag) => tag.trim()))].filter((tag) => tag !== '')
}

/** A value whose text nobody changed keeps its type: a number stays a number, a list a list. */
function dataOf({ fields }: ContactForm, before: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    fields
      .map(({ name, value }) => [name.trim(), value] as const)
      .filter(([name]) => name !== '')
      .map(([name, value]) => [
        name,
        Object.hasOwn(before, name) && textOf(before[name]) === value ? before[name] : value,
      ]),
  )
}

function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '')
}
