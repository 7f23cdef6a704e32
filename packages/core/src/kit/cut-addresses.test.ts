import { describe, expect, it } from 'vitest'
import { cutAddresses, replaceAddresses } from './cut-addresses.ts'

describe('cutAddresses', () => {
  it.each([
    ['550 5.1.1 <zoe@example.org>: unknown', '550 5.1.1 <…@example.org>: unknown'],
    ['to zoe@example.org, bob@example.net', 'to …@example.org, …@example.net'],
    ["'zoe'.m@example.org is full", '…@example.org is full'],
    ["said 'zoe@example.org'", "said …@example.org'"],
    ['"zoe m"@example.org', '…@example.org'],
    ['x."zoe m".y@example.org', '…@example.org'],
    ['he said "no" to "zoe m"@example.org', 'he said "no" to …@example.org'],
    ['"no": "zoe@example.org"', '"no": "…@example.org"'],
    ['<bounce+zoe=example.org@relay.example>', '<…@relay.example>'],
    ['zoe%example.org@relay.example', '…@relay.example'],
    ['/unsubscribe?email=zoe%40example.org&x=1', '…@example.org&x=1'],
    ['ORCPT=rfc822;zoe+40example.org', 'ORCPT=rfc822;…@example.org'],
    ['zoe=40example.org', '…@example.org'],
    ['zoe&#64;example.org and zoe&#x40;example.org', '…@example.org and …@example.org'],
    ['zo\u00e9@ex\u00e4mple.org', '…@ex\u00e4mple.org'],
    ['zoe\uff20example.org', '…@example.org'],
    ['zoe@[192.0.2.1] is gone', '…@[192.0.2.1] is gone'],
    ['root@localhost', '…@localhost'],
    ['zoe@example.org.', '…@example.org.'],
    ['a@b@example.org', '…@example.org'],
    [`${'z'.repeat(200)}@example.org`, '…@example.org'],
  ])('%j', (text, cut) => {
    expect(cutAddresses(text)).toBe(cut)
    expect(cutAddresses(cut)).toBe(cut)
  })

  it.each([
    'at 10:40 +40 ms',
    'a 100%40 b',
    'x=40 of 50',
    'no sign',
    '@',
    ' @example.org',
    'zoe@ example.org',
    '+4012345',
  ])('what is no address stays: %j', (text) => expect(cutAddresses(text)).toBe(text))

  it('no local part of any characters is left', () => {
    for (const character of "!#$%&'*+-/=?^_`{|}~.") {
      const local = `zoe${character}m${character}x`
      for (const [before, after] of [
        ['', ''],
        ['<', '>'],
        ['to:', ';'],
        [' ', ' '],
      ] as const)
        expect(cutAddresses(`${before}${local}@example.org${after}`)).toBe(`${before}…@example.org${after}`)
    }
  })

  it('takes time linear in the text', () => {
    const before = process.cpuUsage()
    for (const piece of ['a', '@', '"', '"@', 'a@', '.', 'a@b ', '%40a.b', '"a"@b."'])
      cutAddresses(piece.repeat(200_000 / piece.length))
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000)
  })
})

it('replaceAddresses is given the domain', () => {
  const seen: string[] = []
  expect(replaceAddresses('a@one.example or b@two.example', (of) => `#${seen.push(of)}`)).toBe('#2 or #1')
  expect(seen).toEqual(['two.example', 'one.example'])
})
