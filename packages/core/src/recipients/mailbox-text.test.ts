import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseMailbox } from './address.ts'
import { mailboxText } from './mailbox-text.ts'

it.each([
  ['Élise Noël', 'Élise Noël <hello@example.org>'],
  ['Port, Inc.', '"Port, Inc." <hello@example.org>'],
  ['Ada "the Countess"', '"Ada \\"the Countess\\"" <hello@example.org>'],
  ['back\\slash', '"back\\\\slash" <hello@example.org>'],
  ['a  b', '"a  b" <hello@example.org>'],
  ['ceo@bank.example', '"ceo@bank.example" <hello@example.org>'],
  [' ', 'hello@example.org'],
  [undefined, 'hello@example.org'],
])('writes the name %j', (name, text) => {
  expect(mailboxText({ email: 'hello@example.org', name })).toBe(text)
})

it('is read back as it was given, whatever stands in the name', () => {
  const sign = fc.constantFrom(
    ...'"\\,;:<>()@[]. =\'',
    ...'aZ7éß',
    '\u{1F680}',
    '\u00a0',
    'a@b.example',
    '=?utf-8?q?a?=',
  )
  const name = fc.array(sign, { minLength: 1, maxLength: 12 }).map((signs) => `a${signs.join('')}z`)
  fc.assert(
    fc.property(name, (name) => {
      const text = mailboxText({ email: 'hello@example.org', name })
      expect(parseMailbox(text, 'from')).toEqual({ name, address: 'hello@example.org' })
    }),
  )
})

it('leaves a text as it is, and refuses an email that is more than an address', () => {
  expect(mailboxText('Ada <ada@example.org>')).toBe('Ada <ada@example.org>')
  for (const email of ['Ada <ada@example.org>', 'a@example.org, b@example.org', 'a@example.org> <b@example.org', ''])
    expect(() => mailboxText({ email })).toThrow(
      expect.objectContaining({ code: 'invalid_address', field: 'from.email' }),
    )
})
