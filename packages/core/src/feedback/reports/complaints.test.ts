import { describe, expect, it } from 'vitest'
import { parseBounce } from './parse-bounce.ts'
import { open, unsubscribeToken } from './reports-for-tests.ts'

describe('complaints', () => {
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
})
