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
      suppress: true,
      soft: false,
      stop: undefined,
      status: '5.1.1',
      diagnostic: '550 5.1.1 <…@example.org>: no such user here',
      error: {
        kind: 'address',
        message: '550 5.1.1 <…@example.org>: no such user here',
        code: 550,
        enhancedCode: '5.1.1',
      },
    })
  })

  it.each([
    ['4.4.7', '450 4.4.7 Delivery time expired', 'expired permanent'],
    ['5.2.2', '552 5.2.2 Mailbox full', 'mailbox permanent'],
    ['5.1.1', '552 5.1.1 Recipient is overquota', 'mailbox permanent'],
    ['5.7.1', '550 5.7.1 Rejected for policy', 'policy permanent'],
    ['5.0.0', '550 user unknown', 'address permanent suppress'],
    ['5.0.0', '554 No such domain', 'address permanent suppress'],
    ['5.7.1', '553 Invalid recipient', 'address permanent suppress'],
    ['5.1.1', 'host mx.example.net said: 550 5.1.1 gone', 'address permanent suppress'],
    ['5.1.7', '553 5.1.7 Bad sender', 'config permanent'],
    ['5.1.8', '501 5.1.8 Sender address rejected', 'config permanent'],
    ['5.4.6', '554 5.4.6 Mail loop', 'connection permanent'],
    ['5.4.7', '554 5.4.7 Message timeout', 'expired permanent'],
    ['5.1.0', '553 5.1.0 the sender domain news.example does not exist', 'config permanent'],
    ['5.2.1', '550-5.2.1 is receiving mail at a rate that 550 5.2.1 stops this', 'rate'],
    ['5.2.1', '550 5.2.1 An agent quarantined this message', 'content permanent'],
    ['4.2.0', 'tried since 550 minutes', 'mailbox'],
  ])('%s %s: %s', (status, diagnostic, expected) => {
    const { error, permanent, suppress } = parseBounce(dsn(failed(status, diagnostic)), { open }) ?? {}
    expect(error?.kind + (permanent === true ? ' permanent' : '') + (suppress === true ? ' suppress' : '')).toBe(
      expected,
    )
  })

  it('reads the group that failed, at any position', () => {
    const other = 'Final-Recipient: rfc822; list@example.org\r\nAction: relayed\r\nStatus: 2.0.0'
    const waits = failed('4.4.1', '450 4.4.1 no answer').replace('failed', 'delayed').replace('Ada', 'bob')
    const gone = failed('5.1.1', '550 5.1.1 gone')
    const part = '--=_b/1\r\nContent-Type: message/delivery-status\r\n\r\n'
    const expected = { kind: 'bounce', recipient: 'Ada@example.org', suppress: true }
    for (const fields of [
      `${other}\r\n\r\n${waits}\r\n \r\n${gone}`,
      `${part}${gone}`,
      gone.replace(/Action.*\r\n/, ''),
    ])
      expect(parseBounce(dsn(fields), { open })).toMatchObject(expected)
    const quoted = dsn(gone).replaceAll('=_b/1', 'b;1')
    expect(parseBounce(quoted, { open })).toMatchObject(expected)
    expect(parseBounce(dsn(gone).replaceAll('\r\n', '\r'), { open })).toMatchObject(expected)
  })

  it('a report of a forward, or one that proves nothing, suppresses nothing', () => {
    const gone = failed('5.1.1', '550 5.1.1 gone')
    const forward = `Original-Recipient: rfc822;bob@example.org\r\n${gone}`
    expect(parseBounce(dsn(forward), { open })).toMatchObject({ permanent: true, suppress: false })
    expect(parseBounce(dsn(`Original-Recipient: rfc822;ADA@example.org\r\n${gone}`), { open })?.suppress).toBe(true)
    expect(parseBounce(dsn(gone, 'bounces@example.com'), { open })?.suppress).toBe(false)
  })

  it("decodes the server's text as UTF-8 where it is valid", () => {
    const said = (text: string, encoding: 'utf8' | 'latin1') =>
      parseBounce(Buffer.from(dsn(failed('5.1.1', `550 5.1.1 ${text}`)), encoding), { open })?.diagnostic
    expect(said('adresse périmée', 'utf8')).toBe('550 5.1.1 adresse périmée')
    expect(said('adresse périmée', 'latin1')).toBe('550 5.1.1 adresse périmée')
  })

  it('a delay is not a failure', () => {
    const delayed = failed('4.4.1', '450 4.4.1 no answer').replace('failed', 'delayed')
    expect(parseBounce(dsn(delayed), { open })).toMatchObject({ kind: 'delay', permanent: false, messageId: '77' })
  })

  it('finds the token in any case, and nothing in a forged one', () => {
    const upper = dsn(failed('5.1.1', '550 5.1.1 no'), `BOUNCES+${bounceToken.toUpperCase()}@EXAMPLE.COM`)
    expect(parseBounce(upper, { open })?.messageId).toBe('77')
    const forged = dsn(failed('5.1.1', '550 5.1.1 no'), 'bounces+00000000000000000000000000@example.com')
    expect(parseBounce(forged, { open })).toMatchObject({ kind: 'bounce', messageId: undefined })
    // A token of another kind opens no bounce.
    const other = dsn(failed('5.1.1', '550 5.1.1 no'), `bounces+${unsubscribeToken}@example.com`)
    expect(parseBounce(other, { open })?.messageId).toBeUndefined()
  })

  const reportToken = sealer.seal({ kind: 'report', messageId: 79 })
  const returning = (header: string) =>
    dsn(failed('5.1.1', '550 5.1.1 no'), 'bounces@example.com').replace('Subject: hello', header)
  const reporting = (field: string) =>
    dsn(failed('5.1.1', '550 5.1.1 no'), 'bounces@example.com').replace('Reporting-MTA', `${field}\r\nReporting-MTA`)
  it.each([
    ['the Message-ID of the mail it returns', returning(`Message-ID: <${reportToken}@news.example>`)],
    [
      'our header of that mail, where the provider made a Message-ID of its own',
      returning(`Message-ID: <0100@ses.example>\r\nX-Sillage-Message: ${reportToken}`),
    ],
    ['the id of a feedback loop', returning(`Message-ID: <redacted@isp.example>\r\nCFBL-Feedback-ID: ${reportToken}`)],
    ['the envelope’s id', reporting(`Original-Envelope-Id: ${reportToken}`)],
    [
      'what it answers to',
      dsn(failed('5.1.1', '550 5.1.1 no'), 'b@example.com').replace(
        'From:',
        `In-Reply-To: <${reportToken}@news.example>\r\nFrom:`,
      ),
    ],
    [
      'the references of it',
      dsn(failed('5.1.1', '550 5.1.1 no'), 'b@example.com').replace(
        'From:',
        `References: <a@b.example>\r\n <${reportToken}@news.example>\r\nFrom:`,
      ),
    ],
  ])('finds the message by %s', (_, mail) => {
    expect(parseBounce(mail, { open })).toMatchObject({ messageId: '79', suppress: true })
    const elsewhere = mail.replace(reportToken, unsubscribeToken)
    expect(parseBounce(elsewhere, { open })?.messageId, 'a token of another kind').toBeUndefined()
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
      feedbackType: 'abuse',
      messageId: '78',
      recipient: 'ada@example.org',
      permanent: true,
      suppress: true,
      soft: false,
      error: { kind: 'policy', message: 'The recipient complained (abuse).' },
    })
    for (const type of ['fraud', 'virus', 'other', 'opt-out'])
      expect(parseBounce(arf(type), { open })).toMatchObject({ kind: 'complaint', messageId: '78' })
    // A machine's report about DMARC, and a mail taken out of the junk folder, are not complaints.
    for (const type of ['not-spam', 'auth-failure', 'Auth-Failure', 'something new'])
      expect(parseBounce(arf(type), { open })).toBeUndefined()
  })

  it("reads Microsoft's complaints, which have no report in them", () => {
    const mail = arf('abuse').replace(/--b2\r\nContent-Type: message\/feedback-report[\s\S]*?(?=--b2)/, '')
    expect(parseBounce(mail, { open })).toBeUndefined()
    const theirs = mail.replace('Subject: News', 'X-HmXmrOriginalRecipient: ada@example.org\r\nSubject: News')
    expect(parseBounce(theirs, { open })).toMatchObject({
      kind: 'complaint',
      messageId: '78',
      recipient: 'ada@example.org',
    })
  })

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

  it('never throws, and takes linear time', () => {
    const nested = 'Content-Type: multipart/mixed; boundary=a\n\n--a\n'.repeat(5000)
    for (const raw of ['', '\n', 'x'.repeat(600_000), nested, `${'-- \n'.repeat(100_000)}`, dsn('').slice(0, 300)]) {
      const before = process.cpuUsage()
      expect(() => parseBounce(raw, { open })).not.toThrow()
      expect(process.cpuUsage(before).user).toBeLessThan(1_500_000)
    }
  })
})
