import { describe, expect, it } from 'vitest'
import type { NewContact } from '../store/records.ts'
import { checkAddress, domainOf, envelopeAddress, parseMailbox } from './address.ts'
import { importCsv } from './import-csv.ts'

describe('checkAddress', () => {
  it.each([
    'a@b.example',
    "o'neil+news@sub.example.org",
    'a.b-c_d@xn--bcher-kva.example',
    'info@bücher.example',
    ' spaced@example.org ',
  ])('takes %s', (email) => {
    expect(checkAddress(email)).toBe(email.trim())
  })
  it.each([
    'plain',
    '@example.org',
    'a@',
    'a@b',
    'a b@example.org',
    'a@example.org, c@example.org',
    '"quoted"@example.org',
    'a@exa mple.org',
    'a@example..org',
    'a@-example.org',
    '.a@example.org',
    'a..b@example.org',
    'é@example.org',
    'a@example.org\r\nBcc: x@y.example',
    'a\u0000@example.org',
    `${'a'.repeat(65)}@example.org`,
    `a@${'b'.repeat(64)}.example`,
    `a@${Array(60).fill('abcd').join('.')}.example`,
    'a@[127.0.0.1]',
    '<a@example.org>',
  ])('refuses %j', (email) => {
    expect(() => checkAddress(email)).toThrow(/expected/)
  })
  it('gives SMTP the ASCII form of an international domain', () => {
    expect(envelopeAddress('info@Bücher.example')).toBe('info@xn--bcher-kva.example')
    expect(domainOf('info@EXAMPLE.org')).toBe('example.org')
  })
})

describe('parseMailbox', () => {
  it('reads a name and an address', () => {
    expect(parseMailbox('Élise & Co <hello@example.org>', 'from')).toEqual({
      name: 'Élise & Co',
      address: 'hello@example.org',
    })
    expect(parseMailbox('hello@example.org', 'from')).toEqual({ address: 'hello@example.org' })
  })
  it.each(['a@example.org, b@example.org', 'Group: a@example.org;', 'nobody', ''])('refuses %j', (text) => {
    expect(() => parseMailbox(text, 'from')).toThrow(
      expect.objectContaining({ code: 'invalid_address', field: 'from' }),
    )
  })
})

/** A contact store that keeps what it is given, as far as an import needs it. */
function collector() {
  const kept: NewContact[] = []
  return {
    kept,
    store: {
      add: async (batch: readonly NewContact[]) => {
        const duplicates: number[] = []
        const ids = batch.map((contact, index) => {
          if (kept.some((other) => other.email.toLowerCase() === contact.email.toLowerCase())) {
            duplicates.push(index)
            return undefined
          }
          return kept.push(contact)
        })
        return { ids, duplicates }
      },
    } as unknown as Parameters<typeof importCsv>[0],
  }
}
const target = { owner: null, now: 1_000 }
const bytes = (text: string, encoding: BufferEncoding = 'utf8') => [Buffer.from(text, encoding)]

describe('importCsv', () => {
  it('reads what a French spreadsheet writes: Windows-1252, semicolons, French headers', async () => {
    const { kept, store } = collector()
    const report = await importCsv(
      store,
      bytes(
        'Pr\xe9nom;Nom;Courriel;Soci\xe9t\xe9;Ville\r\nAm\xe9lie;Fontaine;a.fontaine@port.example;Atelier du Port;Brest\r\n',
        'latin1',
      ),
      target,
    )
    expect(report.accepted).toBe(1)
    expect(kept[0]).toMatchObject({
      email: 'a.fontaine@port.example',
      name: 'Amélie Fontaine',
      company: 'Atelier du Port',
      data: { Ville: 'Brest', firstName: 'Amélie', lastName: 'Fontaine' },
    })
  })

  it('reports duplicates and bad rows with their lines, also after a quoted line break', async () => {
    const { store } = collector()
    const report = await importCsv(
      store,
      bytes('email,name\na@x.example,"Two\nlines"\nnot-an-address,B\nA@X.example,C\n,D\n'),
      target,
    )
    expect(report).toMatchObject({ accepted: 1, duplicateCount: 0, invalidCount: 3 })
    expect(report.invalid.map((row) => row.line)).toEqual([2, 4, 6])
  })

  it('counts an address that comes twice once', async () => {
    const { kept, store } = collector()
    const report = await importCsv(store, bytes('\ufeffEmail\tTags\na@x.example\tclient;vip\nA@X.EXAMPLE\t\n'), target)
    expect(report).toMatchObject({ accepted: 1, duplicates: [{ line: 3, email: 'A@X.EXAMPLE' }], duplicateCount: 1 })
    expect(kept[0]?.tags).toEqual(['client', 'vip'])
  })

  it('reads consent columns in words', async () => {
    const { kept, store } = collector()
    await importCsv(
      store,
      bytes('email,consent opens,consentement clics,consent source\na@x.example,oui,no,salon\n'),
      target,
    )
    expect(kept[0]?.consent).toEqual({ opens: true, clicks: false, source: 'salon' })
  })

  it('cuts characters across chunks without harm', async () => {
    const { kept, store } = collector()
    const file = Buffer.from('email,name\na@x.example,Zoé\n')
    await importCsv(
      store,
      [...file].map((byte) => Uint8Array.of(byte)),
      target,
    )
    expect(kept[0]?.name).toBe('Zoé')
  })

  it.each(['', 'name,company\nA,B\n'])('refuses a file without an email column: %j', async (text) => {
    await expect(importCsv(collector().store, bytes(text), target)).rejects.toMatchObject({ code: 'invalid_field' })
  })
})
