import { tokenLength } from '../domain/token-kind.ts'

/**
 * Crockford's base32 in lower case: gateways lower-case URLs, and i, l, o and u are left out because people and fonts
 * confuse them.
 */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * A sealed token is one AES block: 128 bits, written as 26 characters (`tokenLength`) of 5 bits, the last two bits
 * zero.
 */
export const blockBytes = 16

const charOfValue = Uint8Array.from(alphabet, (char) => char.charCodeAt(0))

/**
 * Value of each ASCII character, 255 for one that is not of the alphabet. Upper case counts as lower, O as 0, I and L
 * as 1.
 */
const valueOfChar = new Uint8Array(128).fill(255)
for (const [value, char] of [...alphabet].entries()) {
  valueOfChar[char.charCodeAt(0)] = value
  valueOfChar[char.toUpperCase().charCodeAt(0)] = value
}
for (const [char, value] of [
  ['o', 0],
  ['O', 0],
  ['i', 1],
  ['I', 1],
  ['l', 1],
  ['L', 1],
] as const)
  valueOfChar[char.charCodeAt(0)] = value

/** Writes the 26 characters of the block at `from` into `target` at `at`, as ASCII. */
export function writeBase32(block: Uint8Array, from: number, target: Uint8Array, at: number): void {
  let bits = 0
  let count = 0
  let out = at
  for (let i = from; i < from + blockBytes; i++) {
    bits = ((bits << 8) | (block[i] as number)) & 0xfff
    count += 8
    while (count >= 5) {
      count -= 5
      target[out++] = charOfValue[(bits >> count) & 31] as number
    }
  }
  target[out] = charOfValue[(bits << (5 - count)) & 31] as number
}

/** Reads 26 characters into the block; false when one is not of the alphabet or the two spare bits are not zero. */
export function readBase32(text: string, block: Uint8Array): boolean {
  let bits = 0
  let count = 0
  let out = 0
  for (let i = 0; i < tokenLength; i++) {
    const code = text.charCodeAt(i)
    const value = code < 128 ? (valueOfChar[code] as number) : 255
    if (value === 255) return false
    bits = ((bits << 5) | value) & 0x1fff
    count += 5
    if (count >= 8 && out < blockBytes) {
      count -= 8
      block[out++] = (bits >> count) & 255
    }
  }
  return (bits & 3) === 0
}

/** The fields of a token: kind 8 bits, message id 40, link id 32, zeros 48. */
export const largestMessageId = 2 ** 40 - 1
export const largestLinkId = 2 ** 32 - 1

/** Writes the fields into the block at `at`. The caller has checked that they fit. */
export function writeFields(block: Uint8Array, at: number, kind: number, messageId: number, linkId: number): void {
  block[at] = kind
  writeMessageId(block, at, messageId)
  block[at + 6] = linkId >>> 24
  block[at + 7] = linkId >>> 16
  block[at + 8] = linkId >>> 8
  block[at + 9] = linkId
  block.fill(0, at + 10, at + blockBytes)
}

/** Writes only the message id of a block whose other fields stay. */
export function writeMessageId(block: Uint8Array, at: number, messageId: number): void {
  const low = messageId >>> 0
  block[at + 1] = (messageId - low) / 2 ** 32
  block[at + 2] = low >>> 24
  block[at + 3] = low >>> 16
  block[at + 4] = low >>> 8
  block[at + 5] = low
}

/** The fields of an opened block, or undefined when its zeros are not zero: then it was not sealed with this key. */
export function readFields(block: Buffer): { kind: number; messageId: number; linkId: number } | undefined {
  if (block.readUIntBE(10, 6) !== 0) return undefined
  return { kind: block[0] as number, messageId: block.readUIntBE(1, 5), linkId: block.readUInt32BE(6) }
}
