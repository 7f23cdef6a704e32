import fc from 'fast-check'
import { expect, it } from 'vitest'
import { linePlaces } from './line-places.ts'

it.each([
  ['', 0, 1, 1],
  ['abc', 0, 1, 1],
  ['abc', 3, 1, 4],
  ['a\nb', 1, 1, 2],
  ['a\nb', 2, 2, 1],
  ['a\r\nb', 3, 2, 1],
  ['a\rb', 2, 2, 1],
  ['\n\n', 2, 3, 1],
  ['é\n🥛x', 4, 2, 3],
])('%j: offset %i is on line %i, in column %i', (text, offset, line, column) => {
  expect(linePlaces(text)(offset)).toEqual({ line, column })
})

it('is where the lines before it end, whatever is asked first', () => {
  const text = fc.array(fc.constantFrom('a', '\r', '\n', '\r\n', '🥛'), { maxLength: 30 }).map((all) => all.join(''))
  fc.assert(
    fc.property(text, fc.array(fc.nat(30), { minLength: 1 }), (source, offsets) => {
      const placeOf = linePlaces(source)
      for (const offset of offsets) {
        const at = Math.min(offset, source.length)
        // Between the two signs of a line's end, the line is not over.
        const isWithin = source.charAt(at - 1) === '\r' && source.charAt(at) === '\n'
        const before = source.slice(0, isWithin ? at - 1 : at).split(/\r\n|\r|\n/)
        const column = (before.at(-1)?.length ?? 0) + (isWithin ? 2 : 1)
        expect(placeOf(at)).toEqual({ line: before.length, column })
      }
    }),
  )
})
