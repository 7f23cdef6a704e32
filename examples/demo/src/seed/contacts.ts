import type { ContactInput } from '@sillage/core'
import { createRandom, type Random } from './random.ts'
import { cities, companyEnds, companyKinds, firstNames, lastNames, offers, roles } from './word-lists.ts'

export const COMPANY_COUNT = 80
const CONTACT_COUNT = 300
const SEED = 1789

interface SeedCompany {
  name: string
  domain: string
  city: string
  tag: string
}

/**
 * The demo's directory: 80 invented companies and 300 contacts, the same ones on every machine. Addresses end in
 * `.example` or `.test`, which nobody can own. Each contact agreed to everything that is measured, read time included.
 */
export function seedContacts(): ContactInput[] {
  const random = createRandom(SEED)
  const companies = seedCompanies(random)
  const contacts = new Map<string, ContactInput>()
  for (let n = 0; contacts.size < CONTACT_COUNT; n++) {
    // Every company has somebody; the rest are spread at random.
    const company = companies[n] ?? random.pick(companies)
    const contact = seedContact(random, company)
    if (!contacts.has(contact.email)) contacts.set(contact.email, contact)
  }
  return [...contacts.values()]
}

function seedCompanies(random: Random): SeedCompany[] {
  const companies = new Map<string, SeedCompany>()
  while (companies.size < COMPANY_COUNT) {
    const { start, tag } = random.pick(companyKinds)
    const name = `${start} ${random.pick(companyEnds)}`
    if (companies.has(name)) continue
    const ending = random.chance(0.8) ? 'example' : 'test'
    companies.set(name, { name, domain: `${slug(name)}.${ending}`, city: random.pick(cities), tag })
  }
  return [...companies.values()]
}

function seedContact(random: Random, company: SeedCompany): ContactInput {
  const firstName = random.pick(firstNames)
  const lastName = random.pick(lastNames)
  const { role, tag } = random.pick(roles)
  const local = random.pick([
    `${slug(firstName)}.${slug(lastName)}`,
    `${slug(firstName).slice(0, 1)}.${slug(lastName)}`,
    slug(firstName),
  ])
  return {
    email: `${local}@${company.domain}`,
    name: `${firstName} ${lastName}`,
    company: company.name,
    tags: [company.tag, tag, ...(random.chance(0.3) ? ['client'] : ['prospect'])],
    data: { firstName, lastName, role, city: company.city, offer: random.pick(offers) },
    consent: { opens: true, clicks: true, readTime: true, source: 'demo' },
  }
}

/** Lower-case ASCII with hyphens: what an address or a host name may hold everywhere. */
function slug(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/œ/g, 'oe')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}
