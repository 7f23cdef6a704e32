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

  it('takes nothing of a mail without headers for one', () => {
    expect(parseBounce(`\nTo: bounces+${bounceToken}@example.com\n\n550 5.1.1 unknown user`, { open })).toBeUndefined()
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

  it.each<[string, string, string?]>([
    ['This is a permanent error. The following address(es) failed:\n  ada@example.org\n', 'other ada@example.org'],
    ['  an undisclosed address\n    (generated from ada@example.org)\nThe address failed.', 'other ada@example.org'],
    ['<bob@old.example> (expanded from\n <ada@example.org>): user unknown', 'address ada@example.org bob@old.example'],
    ["I wasn't able to deliver your message.\n\n<ada@example.org>:\nSorry. (#5.1.1)", 'address ada@example.org'],
    ['Your message\n To: list@news.example\ndid not reach: ada@example.org', 'other ada@example.org'],
    ['c=US;a= ;p=X;dda:SMTP=ada@example.org; on Fri\n Unknown Recipient', 'address ada@example.org'],
    ['was not delivered to:\n  ada@example.org\nbecause:\n  not listed in Domino Directory', 'address ada@example.org'],
    ['>>> RCPT TO:<ada@example.org>\n<<< 550 5.1.1 unknown user.', 'address ada@example.org'],
    ['ada@example.org: Domain does not exist\n\nBelow is a copy of the original message:', 'address ada@example.org'],
    ["Ask <postmaster@mx.example>.\nDelivery to o'hara@example.org failed.", "other o'hara@example.org"],
    ["L'adresse ada@example.org n'existe pas.\nLe message n'a pas pu être remis.", 'address ada@example.org'],
    ['Empfänger ada@example.org unbekannt', 'address ada@example.org'],
    ['El buzón de ada@example.org está lleno', 'mailbox ada@example.org'],
    [
      'The mail was not delivered.\n\nReceived: from x\nSubject: 550 5.1.1\nTo: ada@example.org\n\nHi',
      'other ada@example.org',
    ],
    [
      '<p>The mail to <b>&lt;ada@example.org&gt;</b><br>was <i>not delivered</i>.</p>',
      'other ada@example.org',
      'text/html',
    ],
  ])('names the address of %j: %s', (text, expected, type = 'text/plain') => {
    const found = plain(text, [`Content-Type: ${type}`])
    const { error, recipient, forwardedTo } = found ?? {}
    expect([error?.kind, recipient, forwardedTo].join(' ').trim()).toBe(expected)
    // An address that fails behind the recipient's says nothing of it.
    if (forwardedTo !== undefined) expect(found).toMatchObject({ suppress: false, soft: true })
  })

  it.each(['p', 'div', 'tr', 'td', 'li', 'td style="color: red"'])(
    'in HTML an address in <%s> is no part of the words around it',
    (tag) => {
      const html = `The mail was not delivered to<${tag}>ada@example.org</${tag.split(' ')[0]}>User <b>unknown</b>.`
      expect(plain(html, ['Content-Type: text/html'])).toMatchObject({ recipient: 'ada@example.org' })
    },
  )

  it.each([
    ['Not delivered to<br>ada@example.org<br/>User unknown', 'ada@example.org'],
    ['<h2>Not delivered: ada@example.org</h2>User unknown', 'ada@example.org'],
    ['Not delivered: &lt;ada&#64;example.org&gt;<br>User unknown', 'ada@example.org'],
    ['Not delivered:&nbsp;a<b>da</b>@example.org&nbsp;User unknown', 'ada@example.org'],
  ])('in HTML %j names %s', (html, recipient) => {
    expect(plain(html, ['Content-Type: text/html'])).toMatchObject({ recipient })
  })

  it('names nobody who only sends the mail, or its report', () => {
    const text = 'The mail of news@example.com was not delivered.\n\nReceived: from x\nFrom: news@example.com\n\nHi'
    expect(plain(text)).toMatchObject({ kind: 'bounce', recipient: undefined })
  })

  it.each<[string, string]>([
    ['Mail delivery failed: returning message to sender', 'bounce other'],
    ['Warning: message 1abc delayed 24 hours', 'delay other'],
    ['Warning: ada@example.org - User unknown!', 'bounce address'],
    ['Your ticket was opened', 'undefined'],
  ])('a mail system writes no more than a subject, %j: %s', (subject, expected) => {
    const found = plain(subject.includes('unknown') ? 'No such user here.' : '', [`Subject: ${subject}`])
    expect(found === undefined ? 'undefined' : `${found.kind} ${found.error.kind}`).toBe(expected)
  })

  it('takes a mail for one of a mail system by its subject alone, unless it is an answer', () => {
    const text = 'Your message to ada@example.org could not be delivered.'
    expect(plain(text, ['Subject: Undeliverable: News'], 'gateway@example.org')).toMatchObject({ kind: 'bounce' })
    for (const subject of ['Re: Undeliverable: News', 'Automatic reply: Delivery failed'])
      expect(plain(text, [`Subject: ${subject}`], 'ada@example.org')).toBeUndefined()
  })

  it('says which address a report is about where no token of ours proves the message', () => {
    const found = parseBounce('From: MAILER-DAEMON@mx.example\n\n<ada@example.org>:\n550 5.1.1 gone', { open })
    expect(found).toMatchObject({ recipient: 'ada@example.org', permanent: true, suppress: false, soft: false })
    expect(found?.messageId).toBeUndefined()
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
