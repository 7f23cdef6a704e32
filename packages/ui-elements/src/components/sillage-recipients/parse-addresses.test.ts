import { expect, test } from 'vitest'
import { isAddress, parseAddresses } from './parse-addresses.ts'

test.each([
  ['ada@example.com', [{ email: 'ada@example.com' }]],
  ['ada@example.com, Ada Lovelace, Engines', [{ email: 'ada@example.com', name: 'Ada Lovelace', company: 'Engines' }]],
  ['Ada Lovelace; ada@example.com; Engines', [{ email: 'ada@example.com', name: 'Ada Lovelace', company: 'Engines' }]],
  ['Ada Lovelace <ada@example.com>', [{ email: 'ada@example.com', name: 'Ada Lovelace' }]],
  ['"Ada" <ada@example.com>\tEngines', [{ email: 'ada@example.com', name: 'Ada', company: 'Engines' }]],
  ['"Lovelace, Ada" <ada@example.com>', [{ email: 'ada@example.com', name: 'Lovelace, Ada' }]],
  ['"Ada; ada@example.com', [{ email: 'ada@example.com', name: '"Ada' }]],
  ['a@example.com, b@example.com;c@example.com', ['a', 'b', 'c'].map((name) => ({ email: `${name}@example.com` }))],
  ['élodie@exämple.fr', [{ email: 'élodie@exämple.fr' }]],
])('%s', (line, recipients) => {
  expect(parseAddresses(line)).toEqual({ recipients, duplicates: 0, invalid: [], columns: undefined, cut: [] })
})

test('lines without an address, or with a broken one among several, are named by number', () => {
  const text = 'ada@example.com\n\nnobody\r\na@example.com, b@, c@example.com\nADA@EXAMPLE.COM'
  expect(parseAddresses(text)).toMatchObject({
    recipients: [{ email: 'ada@example.com' }],
    duplicates: 1,
    invalid: [3, 4],
  })
})

test.each(['', 'a', 'a@b', '@b.example', 'a b@c.example', 'a@b.example>', `${'a'.repeat(65)}@b.example`, 'a@b.e'])(
  '%j is not an address',
  (text) => {
    expect(isAddress(text)).toBe(false)
  },
)

test.each([
  ['Prénom;Nom;Email;Société\nAda;Lovelace;ada@example.com;Engines', 'Ada Lovelace', 'Engines'],
  ['NOM\tPRÉNOM\tAdresse électronique\nLovelace\tAda\tada@example.com', 'Ada Lovelace', undefined],
  ['\ufeffemail,first name,last name,organization\nada@example.com,Ada,L,"E, Ltd; ""A"""', 'Ada L', 'E, Ltd; "A"'],
  ['Full name,E-mail,Company\n"Lovelace, Ada",ada@example.com,', 'Lovelace, Ada', undefined],
  ['\nNom;Courriel\n;ada@example.com', undefined, undefined],
])('%j is a table', (text, name, company) => {
  const { recipients, invalid } = parseAddresses(text)
  expect(invalid).toEqual([])
  expect(recipients).toEqual([
    {
      email: 'ada@example.com',
      ...(name === undefined ? {} : { name }),
      ...(company === undefined ? {} : { company }),
    },
  ])
})

test('rows of a table without a readable address are named by number, and unknown columns as ignored', () => {
  const { recipients, invalid, columns } = parseAddresses('Email;Ville;Email\nada@example.com;Brest;x\n\nnobody;Lyon')
  expect(recipients).toEqual([{ email: 'ada@example.com' }])
  expect(invalid).toEqual([4])
  expect(columns?.map(({ field }) => field)).toEqual(['email', undefined, undefined])
})
