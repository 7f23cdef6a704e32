import { createCipheriv, hkdfSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { SillageError } from '../domain/errors.ts'
import { type TokenKind, tokenKinds } from '../domain/token-kind.ts'
import { largestLinkId, largestMessageId } from './token-block.ts'
import { createTokenSealer, generateSecret, type TokenContent } from './tokens.ts'

// Properties with many runs share the machine with other tests.
vi.setConfig({ testTimeout: 60_000 })

const secret = 'a secret that is pinned for ever'
const sealer = createTokenSealer([secret])
const kinds = Object.keys(tokenKinds) as TokenKind[]
const contents = fc.record({
  kind: fc.constantFrom(...kinds),
  messageId: fc.integer({ min: 0, max: largestMessageId }),
  linkId: fc.integer({ min: 0, max: largestLinkId }),
})
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

describe('createTokenSealer', () => {
  it('opens what it sealed, for every kind and every id that fits', () => {
    fc.assert(
      fc.property(contents, (content) => {
        const token = sealer.seal(content)
        expect(token).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/)
        expect(sealer.open(token)).toEqual(content)
      }),
      { numRuns: 2000 },
    )
  })

  it.each<[string, TokenContent]>([
    ['hkxasc7jpx3qcrr1kn2z4ppe44', { kind: 'pixel', messageId: 1, linkId: 0 }],
    ['aesvah2x3gy0x443gtdesvra0c', { kind: 'click', messageId: 2, linkId: 3 }],
    ['7s3c0hdw4qrdtbw5q2684067a0', { kind: 'read', messageId: 1099511627775, linkId: 0 }],
    ['f9reh7brhw95vjbjk80vbmb2rw', { kind: 'unsubscribe', messageId: 42, linkId: 0 }],
    ['qkhnfmd1ahhtmyq3t74927qnjr', { kind: 'preferences', messageId: 42, linkId: 0 }],
    ['9qaj56s2hx7j24qqavxtj2exb0', { kind: 'view', messageId: 123456789, linkId: 0 }],
    ['nv55fea3expgj5x2r7qrjp361w', { kind: 'bounce', messageId: 7, linkId: 0 }],
    ['tk1g1ggnp7e3ajecvt96eyjgp4', { kind: 'aggregatePixel', messageId: 0, linkId: 12 }],
    ['tb9p5pe8v101sjyg8zgmrp39p4', { kind: 'aggregateClick', messageId: 0, linkId: 4294967295 }],
    ['hgkbyzrb3hfbwhy3mq29h7yyjm', { kind: 'test', messageId: 0, linkId: 0 }],
  ])('opens the pinned token %s', (token, content) => {
    expect(sealer.open(token)).toEqual(content)
    expect(sealer.seal(content)).toBe(token)
  })

  it('seals one AES block over kind, message id, link id and zeros, under a key derived by HKDF', () => {
    const key = Buffer.from(hkdfSync('sha256', secret, 'sillage', 'tracking token', 16))
    const block = Buffer.alloc(16)
    block[0] = 2
    block.writeUIntBE(123_456_789_012, 1, 5)
    block.writeUInt32BE(3_000_000_000, 6)
    const bits = [...createCipheriv('aes-128-ecb', key, null).setAutoPadding(false).update(block)]
      .map((byte) => byte.toString(2).padStart(8, '0'))
      .join('')
      .padEnd(130, '0')
    const expected = bits.replace(/.{5}/g, (five) => alphabet[Number.parseInt(five, 2)] as string)
    expect(sealer.seal({ kind: 'click', messageId: 123_456_789_012, linkId: 3_000_000_000 })).toBe(expected)
  })

  it('is read in any case, with O for 0 and I or L for 1', () => {
    fc.assert(
      fc.property(contents, fc.infiniteStream(fc.nat(2)), (content, choices) => {
        const mangled = [...sealer.seal(content)]
          .map((char) => {
            const choice = choices.next().value
            if (char === '0') return ['0', 'o', 'O'][choice]
            if (char === '1') return ['l', 'I', 'i'][choice]
            return choice === 0 ? char : char.toUpperCase()
          })
          .join('')
        expect(sealer.open(mangled)).toEqual(content)
      }),
    )
  })

  it.each([
    ...[
      '.',
      ',',
      ');',
      '>',
      '"',
      "'",
      ' ',
      '=',
      '!?',
      ']}',
      '*',
      '**',
      '_',
      '-',
      '|',
      '\\',
      '/',
      '/index.html',
      '/x?y#z',
    ],
    ...[
      '%20',
      '%3D',
      '%3d',
      '=3D',
      '.)%20',
      '%27',
      '%3C/a%3E',
      '</a>',
      '%0D%0A',
      '%2F',
      '%',
      '%2',
      '%E2%80',
      '%E2%80%9D',
    ],
    ...[
      '&amp;',
      '&amp;x=1',
      '&recipient=a%40b.c',
      '?recipient=a',
      '#x',
      '”',
      '»',
      '。',
      'é',
      '请点击',
      '\u0000',
      '\ud800',
      '\n',
    ],
    ...[' and the rest of a sentence', `%20${'long '.repeat(400)}`, '.'.repeat(2_000), '%2541'],
  ])('takes no notice of %j behind a token', (rest) => {
    const content: TokenContent = { kind: 'view', messageId: 77, linkId: 0 }
    expect(sealer.open(sealer.seal(content) + rest)).toEqual(content)
  })

  it('takes no notice of anything behind a token, but for letters and digits directly behind it', () => {
    fc.assert(
      fc.property(contents, fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }), (content, rest) => {
        const goesOn = /^(?:[0-9a-z]|%(?:3\d|[46][1-9a-f]|[57][\da]))/i.test(rest)
        expect(sealer.open(sealer.seal(content) + rest)).toEqual(goesOn ? undefined : content)
      }),
      { numRuns: 1_000 },
    )
  })

  it.each(['x', 'U', '0', '0.', 'x/', 'a b', '%41', '%7a', '%30', 'x'.repeat(2_000)])(
    'takes a token with %j behind it for another, of which there is none',
    (rest) => {
      expect(sealer.open(sealer.seal({ kind: 'view', messageId: 77 }) + rest)).toBeUndefined()
    },
  )

  it('reads letters and digits that were percent-encoded on the way, with a rest and without one', () => {
    fc.assert(
      fc.property(
        contents,
        fc.infiniteStream(fc.boolean()),
        fc.constantFrom('', '/', '%20', '%'),
        (content, some, rest) => {
          const written = [...sealer.seal(content)].map((char) =>
            some.next().value ? `%${char.charCodeAt(0).toString(16)}` : char,
          )
          expect(sealer.open(written.join('') + rest)).toEqual(content)
        },
      ),
    )
  })

  it('opens none of 100,000 random strings', () => {
    const random = lcg(7)
    for (let i = 0; i < 50_000; i++) {
      const text = Array.from({ length: 26 }, () => alphabet[random(32)]).join('')
      expect(sealer.open(text), text).toBeUndefined()
    }
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => sealer.open(text) === undefined),
      { numRuns: 50_000 },
    )
  })

  it('opens none of 100,000 mutated tokens', () => {
    const random = lcg(11)
    for (let i = 0; i < 100_000; i++) {
      const token = sealer.seal({ kind: kinds[i % kinds.length] as TokenKind, messageId: i, linkId: i * 3 })
      const at = random(26)
      const old = alphabet.indexOf(token[at] as string)
      const other = alphabet[(old + 1 + random(31)) % 32]
      const mutated = token.slice(0, at) + other + token.slice(at + 1)
      if (sealer.open(mutated) !== undefined) expect.fail(`${mutated} was opened`)
      if (sealer.open(token.slice(0, at)) !== undefined) expect.fail('a cut token was opened')
    }
  })

  it('does not let a token of one kind serve as another', () => {
    const opened = sealer.open(sealer.seal({ kind: 'click', messageId: 5, linkId: 9 }))
    expect(opened?.kind).toBe('click')
    const seen = new Set(kinds.map((kind) => sealer.seal({ kind, messageId: 5, linkId: 9 })))
    expect(seen.size).toBe(kinds.length)
  })

  it('opens tokens of older secrets and seals with the first', () => {
    const old = sealer.seal({ kind: 'unsubscribe', messageId: 12 })
    const rotated = createTokenSealer([generateSecret(), secret])
    expect(rotated.open(old)).toEqual({ kind: 'unsubscribe', messageId: 12, linkId: 0 })
    const fresh = rotated.seal({ kind: 'unsubscribe', messageId: 12 })
    expect(fresh).not.toBe(old)
    expect(rotated.open(fresh)?.messageId).toBe(12)
    expect(sealer.open(fresh)).toBeUndefined()
  })

  it.each([
    { messageId: largestMessageId + 1, linkId: 0 },
    { messageId: 1, linkId: largestLinkId + 1 },
    { messageId: -1, linkId: 0 },
    { messageId: 1.5, linkId: 0 },
    { messageId: Number.NaN, linkId: 0 },
  ])('refuses %j', (ids) => {
    const refusal = expect.objectContaining({ code: 'id_exhausted' })
    expect(() => sealer.seal({ kind: 'click', ...ids })).toThrow(refusal)
    expect(() => sealer.batch([{ kind: 'click', linkId: ids.linkId }]).seal(ids.messageId)).toThrow(refusal)
  })

  it('refuses missing and short secrets', () => {
    expect(() => createTokenSealer([])).toThrow(SillageError)
    expect(() => createTokenSealer(['short'])).toThrow(
      /secrets\[0\]: expected a string of at least 16 characters, .*, got one of 5$/,
    )
  })

  it('makes secrets that differ', () => {
    expect(generateSecret()).not.toBe(generateSecret())
    expect(createTokenSealer([generateSecret()]).seal({ kind: 'pixel', messageId: 1 })).toHaveLength(26)
  })
})

describe('a batch', () => {
  it('seals the same tokens as one by one', () => {
    fc.assert(
      fc.property(fc.array(contents, { maxLength: 12 }), fc.nat(1000), (list, messageId) => {
        const batch = sealer.batch(list.map(({ kind, linkId }) => ({ kind, linkId })))
        const target = new Uint8Array(30)
        for (const id of [messageId, messageId + 1]) {
          batch.seal(id)
          for (const [index, { kind, linkId }] of list.entries()) {
            batch.write(index, target, 2)
            const token = Buffer.from(target.subarray(2, 28)).toString('latin1')
            expect(token).toBe(sealer.seal({ kind, messageId: id, linkId }))
          }
        }
      }),
    )
  })

  it('keeps a fixed message id', () => {
    const batch = sealer.batch([{ kind: 'aggregateClick', linkId: 4, messageId: 0 }])
    batch.seal(99)
    const target = new Uint8Array(26)
    batch.write(0, target, 0)
    expect(sealer.open(Buffer.from(target).toString('latin1'))).toEqual({
      kind: 'aggregateClick',
      messageId: 0,
      linkId: 4,
    })
  })
})

/** A small seeded generator, so that a failure can be repeated. */
function lcg(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
