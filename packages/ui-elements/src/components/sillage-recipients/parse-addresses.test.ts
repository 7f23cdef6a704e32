import { expect, test } from 'vitest'
import { isAddress, parseAddresses } from './parse-addresses.ts'

test.each([
  ['ada@example.com', [{ email: 'ada@example.com' }]],
  ['ada@example.com, Ada Lovelace, Engines', [{ email: 'ada@example.com', name: 'Ada Lovelace', company: 'Engines' }]],
  ['Ada Lovelace; ada@example.com; Engines', [{ email: 'ada@example.com', name: 'Ada Lovelace', company: 'Engines' }]],
  ['Ada Lovelace <ada@example.com>', [{ email: 'ada@example.com', name: 'Ada Lovelace' }]],
  ['"Ada" <ada@example.com>\tEngines', [{ email: 'ada@example.com', name: 'Ada' }]],
  ['a@example.com, b@example.com;c@example.com', ['a', 'b', 'c'].map((name) => ({ email: `${name}@example.com` }))],
  ['élodie@exämple.fr', [{ email: 'élodie@exämple.fr' }]],
])('%s', (line, recipients) => {
  expect(parseAddresses(line)).toEqual({ recipients, duplicates: 0, invalid: [] })
})

test('lines without an address, or with a broken one among several, are named by number', () => {
  const text = 'ada@example.com\n\nnobody\r\na@example.com, b@, c@example.com\nADA@EXAMPLE.COM'
  expect(parseAddresses(text)).toEqual({ recipients: [{ email: 'ada@example.com' }], duplicates: 1, invalid: [3, 4] })
})

test.each(['', 'a', 'a@b', '@b.example', 'a b@c.example', 'a@b.example>', `${'a'.repeat(65)}@b.example`, 'a@b.e'])(
  '%j is no address',
  (text) => {
    expect(isAddress(text)).toBe(false)
  },
)
