import { describe, expect, it } from 'vitest'
import { classifyAnswer, withoutAddresses } from './classify-answer.ts'
import { enhancedCodeOf } from './smtp/smtp-failure.ts'
import type { TransportStage } from './transport.ts'

function classify(stage: TransportStage, text: string) {
  const code = Number(text.slice(0, 3))
  const { action, error, suppress, slow, hold } = classifyAnswer({
    kind: 'refused',
    stage,
    code,
    enhancedCode: enhancedCodeOf(text),
    text,
  })
  return [
    action,
    error.kind,
    ...(suppress ? ['suppress'] : []),
    ...(slow ? ['slow'] : []),
    ...(hold ? ['hold'] : []),
  ].join(' ')
}

describe('classifyAnswer', () => {
  it.each<[TransportStage, string, string]>([
    // Addresses: only these suppress.
    ['rcpt', '550 5.1.1 The email account that you tried to reach does not exist', 'fail address suppress'],
    ['rcpt', '550-5.1.1 The email account\n550 5.1.1 does not exist', 'fail address suppress'],
    ['rcpt', '550 5.2.1 The email account that you tried to reach is disabled', 'fail address suppress'],
    ['rcpt', '550 5.1.10 RESOLVER.ADR.RecipientNotFound', 'fail address suppress'],
    ['rcpt', '550 User unknown', 'fail address suppress'],
    ['rcpt', '551 no such user here', 'fail address suppress'],
    ['rcpt', '550 5.4.1 Recipient address rejected: Access denied', 'fail address'],
    ['final', '550 Requested action not taken', 'fail other'],
    ['mail', '550 5.1.8 Sender address rejected: domain not found', 'fail policy'],
    ['mail', '550 5.1.1 user unknown', 'fail policy'],
    // Mailboxes.
    ['rcpt', '452 4.2.2 The email account is over quota', 'retry mailbox'],
    ['rcpt', '552 5.2.2 Mailbox full', 'fail mailbox'],
    ['rcpt', '450 4.2.1 The user is receiving mail too quickly', 'retry mailbox'],
    // Policy: ours to mend, never the recipient's fault.
    [
      'final',
      '550 5.7.515 Access denied, sending domain does not meet the required authentication level',
      'fail policy hold',
    ],
    ['final', '550-5.7.26 This mail has been blocked because the sender is unauthenticated', 'fail policy hold'],
    [
      'rcpt',
      '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org',
      'retry policy hold',
    ],
    ['final', '554 Message rejected as spam', 'fail policy hold'],
    // Rate.
    ['rcpt', '421 4.7.0 Try again later, closing connection', 'retry rate slow'],
    ['final', '421-4.7.28 Our system has detected an unusual rate of unsolicited mail', 'retry rate slow'],
    ['rcpt', '450 4.7.1 Requested mail action not taken', 'retry rate slow'],
    ['rcpt', '452 Too many recipients received this hour', 'retry rate slow'],
    ['rcpt', '550 5.4.5 Daily user sending quota exceeded', 'retry rate slow'],
    // Greylisting.
    ['rcpt', '450 4.7.1 Greylisted, see http://example.org', 'retry greylist'],
    ['rcpt', '451 Greylisting in action, please come back later', 'retry greylist'],
    // Content.
    ['final', '552 5.3.4 Message too big for system', 'fail content'],
    ['final', '554 5.6.0 Message content rejected', 'fail content'],
    ['final', '550 Virus found', 'fail content'],
    // Logins and settings.
    ['auth', '535 5.7.8 Authentication credentials invalid', 'pause auth'],
    ['auth', '454 4.7.0 Temporary authentication failure', 'outage auth'],
    ['mail', '530 5.7.0 Authentication required', 'pause auth'],
    ['mail', '530 5.7.0 Must issue a STARTTLS command first', 'pause config'],
    ['tls', '454 4.7.0 TLS not available due to temporary reason', 'outage config'],
    // Servers that take no calls.
    ['greeting', '421 4.3.2 Too many connections', 'outage rate'],
    ['greeting', '554 5.7.1 No SMTP service here', 'outage connection'],
    // Protocol.
    ['mail', '503 5.5.1 Nested MAIL command', 'retry protocol'],
    ['rcpt', '501 5.1.3 Bad recipient address syntax', 'fail address suppress'],
    ['data', '500 5.5.1 Command not recognized', 'fail protocol'],
    ['rcpt', '451 4.3.0 Temporary lookup failure', 'retry other'],
  ])('%s %s → %s', (stage, text, expected) => {
    expect(classify(stage, text)).toBe(expected)
  })

  it('silence is told apart by how far it came', () => {
    const lost = (stage: TransportStage, handedOver: boolean) =>
      classifyAnswer({ kind: 'lost', stage, handedOver, text: '' }).action
    expect(lost('connect', false)).toBe('outage')
    expect(lost('greeting', false)).toBe('outage')
    expect(lost('rcpt', false)).toBe('retry')
    expect(lost('body', false)).toBe('retry')
    expect(lost('final', true)).toBe('unknown')
  })

  it('keeps addresses out of what is stored and logged', () => {
    expect(withoutAddresses('550 <ada.b@example.org>: no; also bob@x.org\r\n and "c"@d')).toBe(
      '550 <address>: no; also <address> and "c"@d',
    )
    expect(withoutAddresses('x'.repeat(3000))).toHaveLength(500)
    const start = performance.now()
    withoutAddresses('a'.repeat(1_000_000))
    withoutAddresses('@'.repeat(1_000_000))
    expect(performance.now() - start).toBeLessThan(200)
  })
})
