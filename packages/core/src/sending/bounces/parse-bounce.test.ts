import { describe, expect, it } from 'vitest'
import { createTokenSealer } from '../../tracking/tokens.ts'
import { parseBounce } from './parse-bounce.ts'

const sealer = createTokenSealer(['a secret for tests only'])
const open = (token: string) => sealer.open(token)
const bounceToken = sealer.seal({ kind: 'bounce', messageId: 77 })
const unsubscribeToken = sealer.seal({ kind: 'unsubscribe', messageId: 78 })

const dsn = (fields: string, to = `bounces+${bounceToken}@example.com`) =>
  [
    'Return-Path: <>',
    `To: ${to}`,
    'From: MAILER-DAEMON@mx.example.net (Mail Delivery System)',
    'Content-Type: multipart/report; report-type=delivery-status;',
    '\tboundary="=_b/1"',
    '',
    'This is a MIME-encapsulated message.',
    '--=_b/1',
    'Content-Type: text/plain',
    '',
    'I am sorry.',
    '--=_b/1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.net',
    '',
    fields,
    '',
    '--=_b/1',
    'Content-Type: message/rfc822',
    '',
    'Subject: hello',
    '',
    'body',
    '--=_b/1--',
    '',
  ].join('\r\n')

const failed = (status: string, diagnostic: string) =>
  `Final-Recipient: rfc822; Ada@example.org\r\nAction: failed\r\nStatus: ${status}\r\nDiagnostic-Code: smtp; ${diagnostic}`

describe('parseBounce', () => {
  it('reads a delivery report and proves the message by our token', () => {
    expect(parseBounce(dsn(failed('5.1.1', '550 5.1.1 <ada@example.org>: no such user\r\n here')), { open })).toEqual({
      kind: 'bounce',
      messageId: '77',
      recipient: 'Ada@example.org',
      permanent: true,
      status: '5.1.1',
      diagnostic: '550 5.1.1 <address>: no such user here',
      error: { kind: 'address', message: '550 5.1.1 <address>: no such user here', code: 550, enhancedCode: '5.1.1' },
    })
  })

  it.each([
    ['4.4.7', '450 4.4.7 Delivery time expired', false, 'connection'],
    ['5.2.2', '552 5.2.2 Mailbox full', true, 'mailbox'],
    ['5.7.1', '550 5.7.1 Rejected for policy', true, 'policy'],
    ['5.0.0', '550 user unknown', true, 'address'],
  ])('%s %s: permanent %s, %s', (status, diagnostic, permanent, kind) => {
    const bounce = parseBounce(dsn(failed(status, diagnostic)), { open })
    expect(bounce?.permanent).toBe(permanent)
    expect(bounce?.error.kind).toBe(kind)
  })

  it('a delay is no failure', () => {
    const delayed = failed('4.4.1', '450 4.4.1 no answer').replace('failed', 'delayed')
    expect(parseBounce(dsn(delayed), { open })).toMatchObject({ kind: 'delay', permanent: false, messageId: '77' })
  })

  it('finds the token whatever case gateways gave it, and nothing in a forged one', () => {
    const upper = dsn(failed('5.1.1', '550 5.1.1 no'), `BOUNCES+${bounceToken.toUpperCase()}@EXAMPLE.COM`)
    expect(parseBounce(upper, { open })?.messageId).toBe('77')
    const forged = dsn(failed('5.1.1', '550 5.1.1 no'), 'bounces+00000000000000000000000000@example.com')
    expect(parseBounce(forged, { open })).toMatchObject({ kind: 'bounce', messageId: undefined })
    // A token for something else opens no bounce.
    const other = dsn(failed('5.1.1', '550 5.1.1 no'), `bounces+${unsubscribeToken}@example.com`)
    expect(parseBounce(other, { open })?.messageId).toBeUndefined()
  })

  it('reads a report whose parts are encoded', () => {
    const fields = Buffer.from(`Reporting-MTA: dns; mx\r\n\r\n${failed('5.1.1', '550 5.1.1 no')}`).toString('base64')
    const mail = dsn('').replace(
      /Content-Type: message\/delivery-status\r\n\r\n[\s\S]*?\r\n--/,
      `Content-Type: message/delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\n${fields}\r\n--`,
    )
    expect(parseBounce(Buffer.from(mail), { open })).toMatchObject({ status: '5.1.1', recipient: 'Ada@example.org' })
  })

  const arf = (type: string) =>
    [
      'From: feedback@isp.example',
      'To: abuse@example.com',
      'Content-Type: multipart/report; report-type=feedback-report; boundary=b2',
      '',
      '--b2',
      'Content-Type: message/feedback-report',
      '',
      `Feedback-Type: ${type}`,
      'Original-Rcpt-To: <ada@example.org>',
      '',
      '--b2',
      'Content-Type: message/rfc822',
      '',
      'Subject: News',
      'List-Unsubscribe:',
      ` <https://mail.example.com/track/unsubscribe/${unsubscribeToken}>`,
      '',
      'body',
      '--b2--',
    ].join('\r\n')

  it('reads a complaint, and finds the message by the mail it returns', () => {
    expect(parseBounce(arf('abuse'), { open })).toEqual({
      kind: 'complaint',
      messageId: '78',
      recipient: 'ada@example.org',
      permanent: true,
      error: { kind: 'policy', message: 'The recipient complained (abuse).' },
    })
    expect(parseBounce(arf('not-spam'), { open })).toBeUndefined()
  })

  it('takes a plain bounce to our own address, and no automatic reply', () => {
    const plain = [
      `To: bounces+${bounceToken}@example.com`,
      'From: MAILER-DAEMON@old.example',
      '',
      'Sorry: 550 5.1.1 unknown user',
    ].join('\n')
    expect(parseBounce(plain, { open })).toMatchObject({ kind: 'bounce', messageId: '77', status: '5.1.1' })
    const vacation = [
      `To: bounces+${bounceToken}@example.com`,
      'From: ada@example.org',
      'Auto-Submitted: auto-replied',
      '',
      'I am away until 5.1.1',
    ].join('\n')
    expect(parseBounce(vacation, { open })).toBeUndefined()
    expect(parseBounce('From: friend@example.org\n\nHello, error 550 5.1.1', { open })).toBeUndefined()
  })

  it('survives anything, in linear time', () => {
    const nested = 'Content-Type: multipart/mixed; boundary=a\n\n--a\n'.repeat(5000)
    for (const raw of ['', '\n', 'x'.repeat(600_000), nested, `${'-- \n'.repeat(100_000)}`, dsn('').slice(0, 300)]) {
      const start = performance.now()
      expect(() => parseBounce(raw, { open })).not.toThrow()
      expect(performance.now() - start).toBeLessThan(1500)
    }
  })
})
