import { expect, test } from 'vitest'
import { seedContacts } from '../src/seed/contacts.ts'
import { seedTemplates } from '../src/seed/seed-templates.ts'

const BASE = 'http://localhost:4100'

test('makes the same directory every time', () => {
  expect(seedContacts()).toEqual(seedContacts())
})

test('fills 80 companies with 300 contacts that nobody can own', () => {
  const contacts = seedContacts()
  expect(contacts).toHaveLength(300)
  expect(new Set(contacts.map(({ email }) => email.toLowerCase())).size).toBe(300)
  expect(new Set(contacts.map(({ company }) => company)).size).toBe(80)
  for (const { email, name, company, tags, data, consent } of contacts) {
    expect(email).toMatch(/^[a-z0-9.-]+@[a-z0-9.-]+\.(example|test)$/)
    expect([name, company, data?.firstName, data?.role, data?.city, data?.offer].every(Boolean)).toBe(true)
    expect(name).toContain(String(data?.firstName))
    expect(tags?.length).toBeGreaterThanOrEqual(3)
    expect(consent).toMatchObject({ opens: true, clicks: true, readTime: true })
  }
  expect(contacts.some(({ name }) => /[éèëïçœñÎ]/.test(name ?? ''))).toBe(true)
})

test.each(seedTemplates(BASE).map((template) => [template.name, template] as const))(
  '%s: responsive, with Outlook parts, tracked destinations and an unsubscribe link',
  (_name, { subject, html = '', text }) => {
    expect(subject).not.toMatch(/[\r\n]/)
    expect(subject).toMatch(/{{(firstName|company)}}/)
    expect(html).toMatch(/<meta name="viewport"/)
    expect(html).toMatch(/@media \(max-width: 620px\)/)
    expect(html).toMatch(/<!--\[if mso\]>\s*<v:roundrect [^>]*href="http/)
    expect(html.match(/<!--\[if/g)?.length).toBe(html.match(/<!\[endif\]-->/g)?.length)
    for (const field of ['viewUrl', 'preferencesUrl', 'unsubscribeUrl', 'company'])
      expect(html).toContain(`{{${field}}}`)
    expect(text).toContain('{{unsubscribeUrl}}')

    const hrefs = [...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => href ?? '')
    expect(hrefs.filter((href) => /^https:\/\/[a-z0-9.-]+\.example(\/|$)/.test(href)).length).toBeGreaterThanOrEqual(6)
    expect(hrefs.some((href) => href.startsWith(`${BASE}/shop/`))).toBe(true)
    for (const href of hrefs.filter((href) => /^https?:/.test(href)))
      expect(href.startsWith(`${BASE}/shop/`) || /^https:\/\/[a-z0-9.-]+\.example(\/|$)/.test(href)).toBe(true)
    // The two forms of a button, for Outlook and for all others, lead to one place.
    const [, forOutlook] = /<v:roundrect [^>]*href="([^"]+)"/.exec(html) ?? []
    expect(hrefs.filter((href) => href === forOutlook)).toHaveLength(2)
    expect(Buffer.byteLength(html)).toBeLessThan(100_000)
  },
)

test('is in French, with an English form of two templates', () => {
  const languages = seedTemplates(BASE).map(({ html = '' }) => /<html lang="(\w+)"/.exec(html)?.[1])
  expect(languages).toEqual(['fr', 'fr', 'fr', 'en', 'en'])
})
