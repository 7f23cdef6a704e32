import fc from 'fast-check'

/**
 * Any code point but surrogates, half of them ASCII: the unit of a string that may hold everything. fast-check's own
 * `binary` takes two seconds to begin.
 */
export const anyCharacter = fc
  .oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0x80, max: 0x10_ffff - 0x800 }))
  .map((number) => String.fromCodePoint(number < 0xd800 ? number : number + 0x800))
