import { regionsOf, renderEmail, renderRegions } from '@sillage/core/document'
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

const made = seedTemplates(BASE).map(({ document, html = '', ...template }) => {
  if (document?.kind === 'regions') return { ...template, kind: 'marks', html: renderRegions(document).html }
  if (document !== undefined) return { ...template, kind: 'blocks', html: renderEmail(document).html }
  return { ...template, kind: 'plain', html }
})

test.each(made.filter(({ kind }) => kind !== 'blocks').map((template) => [template.name, template] as const))(
  '%s: responsive, with Outlook parts, tracked destinations and an unsubscribe link',
  (_name, { subject, html, text, kind }) => {
    expect(subject).not.toMatch(/[\r\n]/)
    expect(subject).toMatch(/{{(firstName|company)}}/)
    expect(html).toMatch(/<meta name="viewport"/)
    expect(html).toMatch(/@media \(max-width: 620px\)/)
    expect(html).toMatch(/<!--\[if mso\]>\s*<v:roundrect [^>]*href="http/)
    expect(html.match(/<!--\[if/g)?.length).toBe(html.match(/<!\[endif\]-->/g)?.length)
    for (const field of ['viewUrl', 'preferencesUrl', 'unsubscribeUrl', 'company'])
      expect(html).toContain(`{{${field}}}`)
    // The text of a document is made of it.
    if (kind === 'plain') expect(text).toContain('{{unsubscribeUrl}}')
    expect(html).not.toContain('data-edit')

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

test('one kind of template is of blocks, one has marks, and one is plain HTML; nothing is wrong with their words', () => {
  expect(made.map(({ kind }) => kind)).toEqual(['marks', 'blocks', 'plain', 'marks', 'blocks'])
  for (const { document } of seedTemplates(BASE)) {
    if (document?.kind === 'blocks') expect(renderEmail(document).notes).toEqual([])
    else if (document !== undefined) {
      expect(renderRegions(document).notes).toEqual([])
      expect(regionsOf(document.source)).toHaveLength(13)
    }
  }
  const invitation = made[1]?.html ?? ''
  expect(invitation).toContain(`href="${BASE}/shop/invitation?lang=fr"`)
  expect(invitation).toContain('{{firstName}}{{^firstName}}cher client{{/firstName}}')
})

test('is in French, with an English form of two templates', () => {
  const languages = made.map(({ html }) => /<html lang="(\w+)"/.exec(html)?.[1])
  expect(languages).toEqual(['fr', 'fr', 'fr', 'en', 'en'])
})
