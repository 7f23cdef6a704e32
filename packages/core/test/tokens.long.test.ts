import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createTokenSealer, generateSecret } from '../src/tracking/tokens.ts'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

describe('a million attempts', () => {
  const sealer = createTokenSealer([generateSecret(), generateSecret()])

  it('with random tokens open nothing', () => {
    for (let i = 0; i < 1_000_000; i++) {
      const token = Array.from(randomBytes(26), (byte) => alphabet[byte & 31]).join('')
      if (sealer.open(token) !== undefined) expect.fail(`${token} was opened`)
    }
  })

  it('with changed tokens open nothing', () => {
    for (let i = 0; i < 1_000_000; i++) {
      const token = sealer.seal({ kind: 'click', messageId: i, linkId: i })
      const [at, by] = randomBytes(2) as unknown as [number, number]
      const place = at % 26
      const changed = alphabet[(alphabet.indexOf(token.charAt(place)) + 1 + (by % 31)) % 32]
      const other = token.slice(0, place) + changed + token.slice(place + 1)
      if (sealer.open(other) !== undefined) expect.fail(`${other} was opened`)
    }
  })

  it('with tokens of another key open nothing', () => {
    const stranger = createTokenSealer([generateSecret()])
    for (let i = 0; i < 1_000_000; i++) {
      const token = stranger.seal({ kind: 'unsubscribe', messageId: i })
      if (sealer.open(token) !== undefined) expect.fail(`${token} was opened`)
    }
  })
}, 300_000)
