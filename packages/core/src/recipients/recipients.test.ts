import { describe, expect, it } from 'vitest'
import { SillageError } from '../domain/errors.ts'
import type { NewContact } from '../store/port/records.ts'
import { checkAddress, domainOf, envelopeAddress, parseMailbox } from './address.ts'
import { decodeText } from './decode-text.ts'
import { importCsv } from './import-csv.ts'

describe('checkAddress', () => {
  it.each([
    'a@b.example',
    "o'neil+news@sub.example.org",
    'a.b-c_d@xn--bcher-kva.example',
    'info@bücher.example',
    ' spaced@example.org ',
  ])('accepts %s', (email) => {
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

/** A contact store that keeps what it is given; only what an import needs. */
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
  it('reads the CSV of a French spreadsheet: Windows-1252, semicolons, French headers', async () => {
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

  it('reads the date of a consent where it can be read in one way only', async () => {
    const { kept, store } = collector()
    const dates = ['2026-11-22', '2026-11-22T10:00:00+01:00', '11/12/2026', '2026-11-22 10:00', '2026-13-01']
    const rows = dates.map((date, n) => `p${n}@x.example,oui,${date}`)
    const report = await importCsv(store, bytes(`email,consent opens,consent date\n${rows.join('\n')}\n`), target)
    expect(kept.map(({ consent }) => consent?.at)).toEqual(['2026-11-22T00:00:00.000Z', '2026-11-22T09:00:00.000Z'])
    expect(report.invalid.map(({ line }) => line)).toEqual([4, 5, 6])
    expect(report.invalid[0]?.reason).toMatch(/^consent date: expected a date such as 2026-11-22/)
  })

  it('decodes characters that are cut across chunks', async () => {
    const { kept, store } = collector()
    const file = Buffer.from('email,name\na@x.example,Zoé\n')
    await importCsv(
      store,
      [...file].map((byte) => Uint8Array.of(byte)),
      target,
    )
    expect(kept[0]?.name).toBe('Zoé')
  })

  const rows = (from: number, count: number) =>
    Array.from({ length: count }, (_, n) => `p${from + n}@x.example,Plain`).join('\n')

  it.each<[string, BufferEncoding]>([
    ['Windows-1252', 'latin1'],
    ['UTF-8', 'utf8'],
  ])('recognises %s by the first accent, though it comes after 100 KB', async (_what, encoding) => {
    const { kept, store } = collector()
    const text = `email,name\n${rows(0, 5_000)}\nz@x.example,Zoé à Évry\n`
    const file = Buffer.from(text, encoding)
    const chunks = Array.from({ length: Math.ceil(file.length / 1_000) }, (_, n) =>
      file.subarray(n * 1_000, n * 1_000 + 1_000),
    )
    const add = async (batch: readonly NewContact[]) => ({
      ids: batch.map((contact) => kept.push(contact)),
      duplicates: [],
    })
    await importCsv({ ...store, add }, chunks, target)
    expect(kept).toHaveLength(5_001)
    expect(kept.at(-1)?.name).toBe('Zoé à Évry')
  })

  it.each<[string, BufferEncoding]>([
    ['Windows-1252', 'latin1'],
    ['UTF-8', 'utf8'],
  ])('gives what it read of a file in %s as it comes', async (_what, encoding) => {
    let read = 0
    async function* file(): AsyncGenerator<Uint8Array> {
      for (const piece of ['Zoé à ', 'Évry, ', 'été']) {
        read++
        yield Buffer.from(piece, encoding)
      }
    }
    const pieces: [number, string][] = []
    for await (const text of decodeText(file())) if (text !== '') pieces.push([read, text])
    expect(pieces).toEqual([
      [1, 'Zoé à '],
      [2, 'Évry, '],
      [3, 'été'],
    ])
  })

  it('reads a reference of the host, and both names, which are fields too', async () => {
    const { kept, store } = collector()
    await importCsv(store, bytes('email,ref,first name,last name\na@x.example,user_1,Ada,Lovelace\n'), target)
    expect(kept).toMatchObject([
      { ref: 'user_1', name: 'Ada Lovelace', data: { firstName: 'Ada', lastName: 'Lovelace' } },
    ])
  })

  it('reads UTF-16 as spreadsheets write it, also when it comes byte by byte', async () => {
    const { kept, store } = collector()
    const file = Buffer.from('\ufeffemail\tname\r\na@x.example\tZoé\r\n', 'utf16le')
    await importCsv(
      store,
      [...file].map((byte) => Uint8Array.of(byte)),
      target,
    )
    expect(kept[0]?.name).toBe('Zoé')
  })

  it('reads quotes: separators, quotes and line breaks inside, and reports where one was not closed', async () => {
    const { kept, store } = collector()
    const text =
      'email;name;company\r\na@x.example;"Last; First";"The ""Port"""\r\n\r\nb@x.example;"Two\r\nlines";\r\nbad;;\r\n'
    const report = await importCsv(store, bytes(text), target)
    expect(kept.map(({ name, company }) => [name, company])).toEqual([['Last; First', 'The "Port"']])
    expect(report.invalid.map(({ line }) => line)).toEqual([4, 6])
    const open = importCsv(store, bytes('email,name\na@x.example,"open\nb@x.example,B\n'), target)
    await expect(open).rejects.toMatchObject({ code: 'invalid_field', message: expect.stringMatching(/near line \d/) })
  })

  it('passes on errors of the file itself, and stops reading when it cannot continue', async () => {
    let left = false
    async function* file(fail: boolean): AsyncGenerator<Uint8Array> {
      try {
        for (let n = 0; ; n++) {
          yield Buffer.from(n === 0 ? 'email,name\n' : `${rows(n * 1_000, 1_000)}\n`)
          if (fail && n === 3) throw new SillageError('body_too_large', 'Too large.')
        }
      } finally {
        left = true
      }
    }
    const { store } = collector()
    const add = async (batch: readonly NewContact[]) => ({ ids: batch.map((_, n) => n), duplicates: [] })
    await expect(importCsv({ ...store, add }, file(true), target)).rejects.toMatchObject({ code: 'body_too_large' })
    left = false
    const tooMany = importCsv({ ...store, add }, file(false), { ...target, maxRows: 2_000 })
    await expect(tooMany).rejects.toMatchObject({ code: 'invalid_field' })
    await expect.poll(() => left).toBe(true)
  })

  it.each(['', 'name,company\nA,B\n'])('refuses a file without an email column: %j', async (text) => {
    await expect(importCsv(collector().store, bytes(text), target)).rejects.toMatchObject({ code: 'invalid_field' })
  })

  const columns = (count: number, title = (n: number) => `c${n}`) =>
    `email,${Array.from({ length: count - 1 }, (_, n) => title(n)).join(',')}\n`

  it('accepts 500 columns and refuses more at the header, and titles longer than a merge field may be', async () => {
    const { kept, store } = collector()
    await importCsv(store, bytes(`${columns(500)}a@x.example${',v'.repeat(499)}\n`), target)
    expect(Object.keys(kept[0]?.data ?? {})).toHaveLength(499)
    for (const title of [(n: number) => `c${n}`, (n: number) => `"c ${n}"`]) {
      const message = expect.stringMatching(/^Expected at most 500 columns, got \d+; keep those/)
      const wide = importCsv(store, bytes(`${columns(501, title)}b@x.example\n`), target)
      await expect(wide).rejects.toMatchObject({ code: 'invalid_field', message })
    }
    const long = importCsv(store, bytes(`email,${'t'.repeat(201)}\nb@x.example,v\n`), target)
    await expect(long).rejects.toMatchObject({
      code: 'invalid_field',
      message: expect.stringMatching(/titles of at most 200 characters/),
    })
    expect(kept).toHaveLength(1)
  })

  it('reports a row with more data than one person may have, or with endless tags, and continues', async () => {
    const { kept, store } = collector()
    const text = `email,note,tags\na@x.example,${'n'.repeat(65_536)},\nb@x.example,,"${'t,'.repeat(6_001)}"\nc@x.example,n,t\n`
    const report = await importCsv(store, bytes(text), target)
    expect(report.invalid).toEqual([
      { line: 2, reason: expect.stringMatching(/^data: expected at most 64 KB/) },
      { line: 3, reason: expect.stringMatching(/^tags: expected at most 100/) },
    ])
    expect(kept.map(({ email }) => email)).toEqual(['c@x.example'])
  })

  it.each([
    ['a quote that is never closed', 'a@x.example,"'],
    ['a row of endless cells', 'a@x.example'],
    ['a row of endless cells behind empty lines', '\n\n\na@x.example'],
  ])('stops amid %s, long before the end of the file', async (_what, row) => {
    let read = 0
    async function* file(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`email,name\n${row}`)
      for (; read < 16 * 1024; read++) yield Buffer.from(',\t'.repeat(512))
    }
    const refused = importCsv(collector().store, file(), target)
    await expect(refused).rejects.toMatchObject({
      code: 'invalid_field',
      message: expect.stringMatching(/near line \d.* longer than 256 KB/),
    })
    expect(read).toBeLessThan(300)
  })

  it('reads a file that comes as one chunk in several turns of the event loop', async () => {
    let turns = 0
    let isRead = false
    const count = () => {
      turns++
      if (!isRead) setImmediate(count)
    }
    setImmediate(count)
    await importCsv(collector().store, bytes(`email,name\n${rows(0, 1_000)}\n`), target)
    isRead = true
    expect(turns).toBeGreaterThan(15)
  })
})
