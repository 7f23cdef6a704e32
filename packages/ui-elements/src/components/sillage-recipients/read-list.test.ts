import { expect, test } from 'vitest'
import { isAddress } from './address-line.ts'
import { readList, readShortList } from './read-list.ts'

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
])('%s', (line, people) => {
  expect(readShortList(line)).toMatchObject({ people, duplicates: 0, invalid: 0, columns: undefined, cutLines: [] })
})

test('lines without an address, or with a broken one among several, are named by number', () => {
  const text = 'ada@example.com\n\nnobody\r\na@example.com, b@, c@example.com\nADA@EXAMPLE.COM'
  expect(readShortList(text)).toMatchObject({
    people: [{ email: 'ada@example.com' }],
    duplicates: 1,
    invalid: 2,
    invalidLines: [3, 4],
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
  const { people, invalid } = readShortList(text)
  expect(invalid).toBe(0)
  expect(people).toEqual([
    {
      email: 'ada@example.com',
      ...(name === undefined ? {} : { name }),
      ...(company === undefined ? {} : { company }),
    },
  ])
})

test('rows without a readable address are named by number, and unknown columns become fields', () => {
  const { people, invalidLines, columns } = readShortList('Email;Ville;Email\nada@example.com;Brest;x\n\nnobody;Lyon')
  expect(people).toEqual([{ email: 'ada@example.com', data: { Ville: 'Brest', Email: 'x' } }])
  expect(invalidLines).toEqual([4])
  expect(columns?.map(({ field }) => field)).toEqual(['email', 'data', 'data'])
})

test('what the author says of the columns holds, and a long list lets others have their turn', async () => {
  const rows = Array.from({ length: 60_000 }, (_, n) => `p${n}@example.com\tBrest`)
  const text = ['Kontakt\tStadt', ...rows].join('\n')
  const { signal } = new AbortController()
  let turns = 0
  const tick = setInterval(() => {
    turns += 1
  })
  const columns = readShortList(['Kontakt\tStadt', rows[0]].join('\n')).columns?.map((column, at) => ({
    ...column,
    field: at === 0 ? ('email' as const) : ('company' as const),
  }))
  const list = await readList(text, signal, columns)
  clearInterval(tick)
  expect(list?.people).toHaveLength(60_000)
  expect(list?.people[59_999]).toEqual({ email: 'p59999@example.com', company: 'Brest' })
  expect(turns).toBeGreaterThan(1)
  const stopped = new AbortController()
  const reading = readList(text, stopped.signal, columns)
  stopped.abort()
  expect(await reading).toBe(undefined)
})
