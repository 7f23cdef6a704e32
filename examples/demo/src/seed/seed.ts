import type { Sillage } from '@sillage/core'
import { COMPANY_COUNT, seedContacts } from './contacts.ts'
import { seedTemplates } from './seed-templates.ts'

/**
 * Fills an empty directory and an empty template list through the library's public API; what a visitor changed or
 * deleted later is not restored. `baseUrl` is the demo's own address, where the templates' shop links lead.
 */
export async function seed(sillage: Sillage, baseUrl: string) {
  const { items: people } = await sillage.contacts.list({ limit: 1 })
  const { items } = await sillage.templates.list({ limit: 1 })
  if (people.length > 0 || items.length > 0) return undefined
  const contacts = seedContacts()
  const templates = seedTemplates(baseUrl)
  for (const contact of contacts) await sillage.contacts.create(contact)
  for (const template of templates) await sillage.templates.create(template)
  return { companies: COMPANY_COUNT, contacts: contacts.length, templates: templates.length }
}
