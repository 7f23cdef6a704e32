import { describe, expect, it } from 'vitest'
import { createTokenSealer } from '../tracking/tokens.ts'
import { createTrackingUrls } from '../tracking/tracking-urls.ts'
import { createMarkHeaders, markOptions } from './mark-headers.ts'
import { signedHeaderFields } from './transport/dkim.ts'

describe('createMarkHeaders', () => {
  const sealer = createTokenSealer(['a secret for tests only'])
  const urls = createTrackingUrls({ baseUrl: 'https://mail.example.com', sealer })
  const none = new Set<string>()

  it('always offers one-click unsubscription, in one field', () => {
    const headers = createMarkHeaders({ unsubscribeMailto: 'leave@example.com' }, { sealer }).headers(5, none, urls)
    const token = sealer.seal({ kind: 'unsubscribe', messageId: 5 })
    expect(headers).toEqual([
      {
        name: 'List-Unsubscribe',
        value: `<https://mail.example.com/track/unsubscribe/${token}>, <mailto:leave@example.com?subject=${token}>`,
      },
      { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
      { name: 'X-Sillage-Message', value: sealer.seal({ kind: 'report', messageId: 5 }) },
    ])
  })

  it('gives each message an id for reports, the same each time, that no other secret makes', () => {
    const marks = createMarkHeaders({}, { sealer })
    const other = createMarkHeaders({}, { sealer: createTokenSealer(['another secret for tests']) })
    expect(marks.report(5)).toBe(marks.report(5))
    expect(new Set([marks.report(5), marks.report(6), other.report(5)]).size).toBe(3)
    expect(sealer.open(marks.report(5))).toEqual({ kind: 'report', messageId: 5, linkId: 0 })
  })

  it('adds what is asked for, and leaves to the campaign what it sets itself', () => {
    const marks = createMarkHeaders(
      {
        listId: 'News <news.example.com>',
        feedbackId: 'c1:acme:news:acmemail',
        precedence: 'bulk',
        autoSubmitted: true,
      },
      { sealer },
    )
    expect(marks.headers(1, new Set(['list-id', 'list-unsubscribe']), urls).map(({ name }) => name)).toEqual([
      'X-Sillage-Message',
      'Feedback-ID',
      'Precedence',
      'Auto-Submitted',
      'X-Auto-Response-Suppress',
    ])
  })

  it('offers complaints an address, with the token that names the message', () => {
    const marks = createMarkHeaders({ complaintAddress: 'loop@example.com' }, { sealer })
    const headers = new Map(marks.headers(5, none, urls).map(({ name, value }) => [name, value]))
    expect(headers.get('CFBL-Address')).toBe('loop@example.com; report=arf')
    expect(headers.get('CFBL-Feedback-ID')).toBe(marks.report(5))
    for (const name of headers.keys())
      if (name.startsWith('CFBL-'))
        expect(signedHeaderFields.map((field) => field.toLowerCase())).toContain(name.toLowerCase())
  })

  it('puts a token into the bounce address', () => {
    const plus = createMarkHeaders({ bounceAddress: 'bounces@example.com' }, { sealer })
    const from = plus.envelopeFrom(9) ?? ''
    expect(from).toMatch(/^bounces\+[0-9a-z]{26}@example\.com$/)
    expect(sealer.open(from.slice(8, 34))).toEqual({ kind: 'bounce', messageId: 9, linkId: 0 })
    const marked = createMarkHeaders({ bounceAddress: 'b-{token}@example.com' }, { sealer })
    expect(marked.envelopeFrom(9)).toMatch(/^b-[0-9a-z]{26}@example\.com$/)
    expect(createMarkHeaders({}, { sealer }).envelopeFrom(9)).toBeUndefined()
  })

  it('has the token in the address to unsubscribe at where that says so', () => {
    const marks = createMarkHeaders({ unsubscribeMailto: 'mailto:leave+{token}@Bücher.example' }, { sealer })
    const token = sealer.seal({ kind: 'unsubscribe', messageId: 5 })
    expect(marks.headers(5, none, urls)[0]?.value).toMatch(
      new RegExp(`, <mailto:leave\\+${token}@xn--bcher-kva\\.example>$`),
    )
  })

  it('gives the server and the header an international domain in ASCII', () => {
    const options = { bounceAddress: 'b-{token}@Bücher.example', unsubscribeMailto: 'mailto:leave@ex\u00adample。org' }
    const marks = createMarkHeaders(options, { sealer })
    expect(marks.envelopeFrom(9)).toMatch(/^b-[0-9a-z]{26}@xn--bcher-kva\.example$/)
    expect(marks.headers(9, none, urls)[0]?.value).toMatch(/<mailto:leave@example\.org\?subject=[0-9a-z]{26}>$/)
  })

  it('refuses what would break a header', () => {
    for (const options of [
      { unsubscribeMailto: 'a@b.example\r\nBcc: c@d.example' },
      { unsubscribeMailto: 'a@{token}.example' },
      { unsubscribeMailto: '{token}{token}@b.example' },
      { listId: 'x\r\nBcc: y' },
      { feedbackId: 'a b' },
      { precedence: 'urgent' as never },
      { bounceAddress: 'no address' },
      { bounceAddress: 'a@{token}' },
    ])
      expect(() => markOptions(options, 'sending.marks')).toThrow(/^sending\.marks\./)
  })
})
