import { describe, expect, it } from 'vitest'
import { parseBounce } from './parse-bounce.ts'
import { bounceToken, open, unsubscribeToken } from './reports-for-tests.ts'

describe('reports in plain text', () => {
  it('accepts a plain bounce to our own address, but no automatic reply', () => {
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

  const plain = (
    text: string,
    headers: readonly string[] = [],
    from = 'Mail Delivery System <MAILER-DAEMON@mx.example>',
  ) =>
    parseBounce(
      [
        'Return-Path: <>',
        `Delivered-To: bounces+${bounceToken}@example.com`,
        `From: ${from}`,
        ...headers,
        '',
        text,
      ].join('\n'),
      { open },
    )

  it.each<[string, string]>([
    ['<ada@example.org>:\n553 5.1.0 the sender domain news.example does not exist', 'bounce config 5.1.0'],
    ['<ada@example.org>:\nMailbox is over its limit. Remote host 192.5.1.1.', 'bounce mailbox undefined'],
    ['Not delivered on 5.1.27 to\nada@example.org [User unknown]', 'bounce address undefined suppress'],
    ['ada@example.org\n  an MX record says no SMTP service here', 'bounce address undefined suppress'],
    ['<ada@example.org>:\nThe mailbox is full.', 'bounce mailbox undefined'],
    ['<ada@example.org>:\n550: : User unknown', 'bounce address undefined suppress'],
    ['ada@example.org, ERROR_CODE :550, mailbox unavailable', 'bounce address undefined suppress'],
    ['host mx [192.0.2.1]: 550 Action not taken:\n  mailbox unavailable\n\nBye', 'bounce address undefined suppress'],
    ['To: ada\ndid not reach\nThe recipient name is not recognized', 'bounce address undefined suppress'],
    ['Remote host said: no (#5.1.1)', 'bounce address 5.1.1 suppress'],
    ['It has not yet been delivered: 450 4.2.0 later.\nDelivery attempts will continue.', 'delay mailbox 4.2.0'],
    ['Your mail of 21:45:10, 550 bytes, was read with pleasure.', 'bounce other undefined'],
    ['Subject: Mailbox full, user unknown\nIt went wrong.', 'undefined'],
    ['It went wrong on 5.1.27 at 192.5.1.1.', 'undefined'],
  ])('a mail system writes %j: %s', (text, expected) => {
    const found = plain(text)
    const told =
      found === undefined
        ? 'undefined'
        : `${found.kind} ${found.error.kind} ${found.status}${found.suppress ? ' suppress' : ''}`
    expect(told).toBe(expected)
  })

  it.each([
    ['Back on 5.1.27, I am.', 'Ada <ada@example.org>'],
    ['In urgent cases call 550 123.', 'Help desk <help@example.org>'],
    ['550 5.1.1 user unknown is what I got the other day.', 'Ada <ada@example.org>'],
  ])('a person who is away writes %j: nothing', (text, from) => {
    expect(plain(text, ['Auto-Submitted: auto-replied'], from)).toBeUndefined()
    expect(plain(text, [], from)).toBeUndefined()
  })

  it('finds the message in the copy within the text, of a mail system only', () => {
    const copy = (from: string, line: string) =>
      [
        ...['To: news@example.com', `From: ${from}`, 'X-Other: 1', '', '<ada@example.org>:', '550 5.1.1 gone', ''],
        ...[line, '', `List-Unsubscribe: <https://mail.example.com/u/${unsubscribeToken}>`, 'Subject: News', '', 'Hi'],
      ].join('\n')
    for (const line of ['--- Below this line is a copy of the message.', '----- Original message -----'])
      expect(parseBounce(copy('MAILER-DAEMON@mx.example', line), { open })).toMatchObject({
        kind: 'bounce',
        messageId: '78',
        suppress: true,
      })
    expect(parseBounce(copy('ada@example.org', 'copy of the message'), { open })).toBeUndefined()
  })

  it('reads the recipient that a field of its own names', () => {
    const found = plain('550 5.1.1 gone', ['X-Failed-Recipients: ada@example.org, bob@example.org'])
    expect(found).toMatchObject({ recipient: 'ada@example.org', suppress: true })
  })
})
