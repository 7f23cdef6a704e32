import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyCharacter } from '../../../test/any-character.ts'
import { checkLimit, decodeCursor, encodeCursor } from './cursor.ts'

const shape = ['string?', 'number', 'number?'] as const
const values = fc.tuple(fc.option(fc.string({ unit: anyCharacter })), fc.integer(), fc.option(fc.integer()))

describe('cursors', () => {
  test('what was encoded is decoded, and is safe in a URL', () => {
    fc.assert(
      fc.property(values, (position) => {
        const cursor = encodeCursor('list', position)
        expect(encodeURIComponent(cursor)).toBe(cursor)
        expect(decodeCursor('list', cursor, shape)).toEqual(position)
      }),
    )
  })

  test('a cut, lengthened or changed cursor is refused', () => {
    fc.assert(
      fc.property(values, fc.nat(), fc.constantFrom('A', 'z', '0', '-'), (position, place, letter) => {
        const cursor = encodeCursor('list', position)
        const i = place % cursor.length
        const damaged = [cursor.slice(0, i), cursor + letter, cursor.slice(0, i) + letter + cursor.slice(i + 1)]
        for (const text of damaged.filter((one) => one !== cursor)) {
          expect(() => decodeCursor('list', text, shape)).toThrow(
            expect.objectContaining({ code: 'invalid_cursor', field: 'cursor' }),
          )
        }
      }),
    )
  })

  test('a cursor of another list, or of values of another kind, is refused', () => {
    const cursor = encodeCursor('list', ['a', 1, null])
    const refused = expect.objectContaining({ code: 'invalid_cursor' })
    expect(() => decodeCursor('other', cursor, shape)).toThrow(refused)
    expect(() => decodeCursor('list', cursor, ['string?', 'number'])).toThrow(refused)
    expect(() => decodeCursor('list', cursor, ['number', 'number', 'number?'])).toThrow(refused)
    expect(() => decodeCursor('list', cursor, ['string', 'number', 'number'])).toThrow(refused)
  })

  test('arbitrary text is refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        expect(() => decodeCursor('list', text, shape)).toThrow(expect.objectContaining({ code: 'invalid_cursor' }))
      }),
    )
  })
})

test('a page limit is a whole number from 1 to 1000', () => {
  expect([checkLimit(1), checkLimit(1000)]).toEqual([1, 1000])
  for (const limit of [0, 1001, 1.5, Number.NaN])
    expect(() => checkLimit(limit)).toThrow(expect.objectContaining({ code: 'invalid_option' }))
})
