import { describe, expect, it } from 'vitest'
import { feedbackOf } from './feedback-of.ts'
import { parseBounce } from './parse-bounce.ts'
import { bounceToken, dsn, failed, open, sealer, unsubscribeToken } from './reports-for-tests.ts'

describe('delivery reports', () => {
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
    ['5.1.1', '5.1.1'],
    ['5.10.100', '5.10.100'],
    ['4.123.2 (delivery time expired)', '4.123.2'],
    ['smtp; 5.2.2', '5.2.2'],
    [`${' '.repeat(190)}x 5.1.1`, '5.1.1'],
    [`${'x'.repeat(250)} 5.1.1`, undefined],
    ['3.1.1', undefined],
  ])('the status %j is %s', (status, expected) => {
    expect(parseBounce(dsn(failed(status, 'smtp; refused')), { open })?.status).toBe(expected)
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

  it.each<[string, string]>([
    ['Action: failed (Bad destination mailbox address)\r\nStatus: 5.1.1', 'bounce address'],
    ['Action: failure\r\nStatus: 553 Exceeded maximum inbound message size', 'bounce content'],
    ['Action: error\r\nStatus: 5.0.0', 'bounce other'],
    ['Action: failed\r\nStatus: 5.0.0 (recipient reached disk quota)', 'bounce mailbox'],
    ['Status: 550 5.1.1', 'bounce address'],
    ['Action: Delayed for now\r\nStatus: 4.2.2', 'delay mailbox'],
    ['Action: expanded (a list)\r\nStatus: 2.0.0', 'undefined'],
    ['X-Other: 1', 'undefined'],
  ])('reads fields outside the standard, %j: %s', (fields, expected) => {
    const found = parseBounce(dsn(`Final-Recipient: rfc822; ada@example.org\r\n${fields}`), { open })
    expect(found === undefined ? 'undefined' : `${found.kind} ${found.error.kind}`).toBe(expected)
  })

  it('reads what a report says to people, where its fields say nothing of the cause', () => {
    const silent = dsn('Final-Recipient: rfc822; ada@example.org\r\nAction: failed\r\nStatus: 5.0.0')
    const told = (text: string) => parseBounce(silent.replace('I am sorry.', text), { open })
    expect(told('I am sorry.')).toMatchObject({ error: { kind: 'other' }, suppress: false, soft: true })
    expect(told('ada@example.org: user unknown')).toMatchObject({ error: { kind: 'address' }, suppress: true })
    expect(told('ada@example.org: disk quota exceeded')).toMatchObject({ error: { kind: 'mailbox' }, suppress: false })
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

  it('never throws, and takes linear time', () => {
    const nested = 'Content-Type: multipart/mixed; boundary=a\n\n--a\n'.repeat(5000)
    for (const raw of ['', '\n', 'x'.repeat(600_000), nested, `${'-- \n'.repeat(100_000)}`, dsn('').slice(0, 300)]) {
      const before = process.cpuUsage()
      expect(() => parseBounce(raw, { open })).not.toThrow()
      expect(process.cpuUsage(before).user).toBeLessThan(1_500_000)
    }
  })

  it('a forward is said of its own address, and says nothing of the sender', () => {
    const refused = failed('5.7.26', '550 5.7.26 not accepted due to the DMARC policy')
    const own = parseBounce(dsn(refused), { open })
    expect([own?.recipient, own?.stop]).toEqual(['Ada@example.org', 'campaign'])
    const forward = parseBounce(dsn(`Original-Recipient: rfc822;bob@example.org\r\n${refused}`), { open })
    expect(forward).toMatchObject({ recipient: 'bob@example.org', forwardedTo: 'Ada@example.org', suppress: false })
    expect(forward?.stop).toBeUndefined()
    expect(feedbackOf(forward)).toMatchObject({ recipient: 'Ada@example.org', bounce: { suppress: 'no' } })
  })

  it('a delivery report is none of Microsoft’s complaints, whatever the mail in it says', () => {
    const mail = dsn(failed('5.2.2', '552 5.2.2 full')).replace(
      'Subject: hello',
      'X-HmXmrOriginalRecipient: a@b.example',
    )
    expect(parseBounce(mail, { open })).toMatchObject({ kind: 'bounce', suppress: false, soft: true })
  })
})
