import { describe, expect, it } from 'vitest'
import { enhancedCodeOf } from '../transport/smtp/smtp-failure.ts'
import type { TransportStage } from '../transport/transport.ts'
import { classifyAnswer, serverWords } from './classify-answer.ts'

function classify(stage: TransportStage, text: string) {
  const code = Number(text.slice(0, 3))
  const { action, error, suppress, slow, stop } = classifyAnswer({
    kind: 'refused',
    stage,
    code,
    enhancedCode: enhancedCodeOf(text),
    text,
  })
  return [
    action,
    error.kind,
    ...(suppress === 'no' ? [] : [suppress === 'now' ? 'suppress' : suppress]),
    ...(slow ? ['slow'] : []),
    ...(stop === undefined ? [] : [stop]),
  ].join(' ')
}

const refused = (stage: TransportStage, code: number, text: string) =>
  ({ kind: 'refused', stage, code, enhancedCode: undefined, text }) as const

describe('classifyAnswer', () => {
  it.each<[TransportStage, string, string]>([
    // Addresses: only these suppress.
    ['rcpt', '550 5.1.1 The email account that you tried to reach does not exist', 'fail address suppress'],
    ['rcpt', '550-5.1.1 The email account\n550 5.1.1 does not exist', 'fail address suppress'],
    ['rcpt', '550 5.2.1 The email account that you tried to reach is disabled', 'fail address suppress'],
    ['rcpt', '550 5.2.1 Closed after a year of inactivity', 'fail address suppress'],
    ['rcpt', '550 5.1.10 RESOLVER.ADR.RecipientNotFound', 'fail address suppress'],
    ['rcpt', '550 5.4.1 Recipient address rejected: Access denied', 'fail address suppress'],
    ['rcpt', '550 5.5.0 Requested action not taken: mailbox\r\n550 unavailable', 'fail address suppress'],
    ['rcpt', '550 User unknown', 'fail address suppress'],
    ['rcpt', '550 <spam@example.org>: User unknown', 'fail address suppress'],
    ['rcpt', '551 no such user here', 'fail address suppress'],
    ['final', "554 delivery error: this user doesn't have an account here", 'fail address suppress'],
    ['rcpt', '553 5.7.1 Invalid recipient', 'fail address suppress'],
    ['rcpt', '501 5.1.3 Bad recipient address syntax', 'fail address suppress'],
    ['rcpt', '550 5.4.4 The domain does not exist', 'fail address suppress'],
    ['rcpt', '556 5.1.10 Takes no mail (null MX)', 'fail address suppress'],
    // Addresses that may be well again, or of which little is known.
    ['rcpt', '450 4.1.1 User unknown while a table is away', 'retry address soft'],
    ['rcpt', '450 4.1.1 unverified address: being checked', 'retry address'],
    ['rcpt', '550 5.1.4 Ambiguous', 'fail address soft'],
    ['rcpt', '550 5.1.0 Address rejected', 'fail address soft'],
    ['rcpt', '550 Unrouteable address', 'fail address soft'],
    ['rcpt', '550 5.7.504 Recipient address rejected: access denied', 'fail address soft'],
    ['rcpt', '553 5.6.7 Non-ASCII addresses are not taken', 'fail address'],
    ['final', '550 Requested action not taken', 'fail other soft'],
    // Mailboxes, whatever code the words stand beside.
    ['rcpt', '452 4.2.2 The email account is over quota', 'retry mailbox soft'],
    ['rcpt', '552 5.2.2 Mailbox full', 'fail mailbox soft'],
    ['rcpt', '552 5.1.1 Recipient is overquota', 'fail mailbox soft'],
    ['rcpt', '550 5.1.1 Mailbox is full', 'fail mailbox soft'],
    ['rcpt', '550 5.7.1 Email quota exceeded', 'fail mailbox soft'],
    ['rcpt', '550 5.2.1 Mailbox cannot be accessed', 'fail mailbox soft'],
    ['final', '452 4.3.1 No room', 'retry mailbox'],
    // The receiver's choice, or its network.
    ['final', '550 5.7.1 Rejected by the user rules of the recipient', 'fail policy'],
    ['rcpt', '550 : User unknown', 'fail policy'],
    ['rcpt', '554 5.4.6 Too far, 50 hops', 'fail connection'],
    ['rcpt', '554 5.4.14 Hop count exceeded, a loop', 'fail connection'],
    ['rcpt', '450 4.4.7 Delivery time expired', 'retry expired soft'],
    // Policy: ours to mend, never the recipient's fault.
    ['rcpt', '550 5.7.1 Delivery not authorized', 'fail policy domain'],
    ['rcpt', '550 Mailbox unavailable due to policy', 'fail policy domain'],
    ['rcpt', '550 5.1.0 Sender denied', 'fail policy domain'],
    [
      'rcpt',
      '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org',
      'retry policy domain',
    ],
    ['final', '554 Message rejected as spam', 'fail policy domain'],
    ['final', '550 5.7.1 Likely unsolicited mail', 'fail content domain'],
    // Our account, address, settings, authentication and quota.
    [
      'final',
      '550 5.7.515 Access denied, sending domain does not meet the required authentication level',
      'pause policy campaign',
    ],
    ['final', '550-5.7.26 This mail has been blocked because the sender is unauthenticated', 'pause policy campaign'],
    ['final', '550 5.7.606 Access denied, banned sending IP', 'pause policy campaign'],
    ['final', '554 5.2.0 OutboundSpamException', 'pause auth campaign'],
    ['rcpt', '550 5.1.8 Access denied, bad outbound sender', 'pause auth campaign'],
    ['final', '550 5.7.703 Access denied', 'pause auth campaign'],
    ['rcpt', '550 5.1.7 Unknown', 'pause config campaign'],
    ['rcpt', '550 5.1.8 Domain not found', 'pause config campaign'],
    ['rcpt', '553 5.1.0 The sender domain news.example does not exist', 'pause config campaign'],
    ['rcpt', '554 5.7.1 Relay access denied', 'pause config campaign'],
    ['mail', '550 5.1.8 Sender address rejected: domain not found', 'pause config campaign'],
    ['mail', '550 5.1.1 user unknown', 'pause config campaign'],
    ['mail', '552 Too big', 'fail content'],
    ['rcpt', '550 5.4.5 Daily user sending quota exceeded', 'pause rate slow campaign'],
    ['final', '550 5.2.2 Submission quota exceeded', 'pause rate slow campaign'],
    // Rate.
    ['rcpt', '550 5.2.1 The user is receiving mail at a rate that stops this', 'retry rate slow'],
    ['rcpt', '450 4.2.1 The user is receiving mail too quickly', 'retry rate slow'],
    ['rcpt', '421 4.7.0 Try again later, closing connection', 'retry rate slow'],
    ['final', '421-4.7.28 Our system has detected an unusual rate of unsolicited mail', 'retry rate slow domain'],
    ['rcpt', '450 4.7.1 Requested mail action not taken', 'retry rate slow'],
    ['rcpt', '452 Too many recipients received this hour', 'retry rate slow'],
    ['rcpt', '421 4.4.2 Connection dropped', 'retry connection'],
    // Greylisting.
    ['rcpt', '450 4.7.1 Greylisted, see http://example.org', 'retry greylist'],
    ['rcpt', '451 Greylisting in action, please come back later', 'retry greylist'],
    // Content.
    ['final', '552 5.3.4 Message too big for system', 'fail content'],
    ['final', '552 5.2.3 The length exceeds the limit', 'fail content'],
    ['final', '550 5.2.1 An agent quarantined this message', 'fail content'],
    ['final', '554 5.6.0 Message content rejected', 'fail content'],
    ['final', '550 Virus found', 'fail content'],
    // Logins and settings.
    ['auth', '535 5.7.8 Authentication credentials invalid', 'pause auth campaign'],
    ['auth', '454 4.7.0 Temporary authentication failure', 'outage auth campaign'],
    ['mail', '530 5.7.0 Authentication required', 'pause auth campaign'],
    ['mail', '530 5.7.0 Must issue a STARTTLS command first', 'pause config campaign'],
    ['tls', '454 4.7.0 TLS not available due to temporary reason', 'outage config campaign'],
    // Servers that take no calls.
    ['greeting', '421 4.3.2 Too many connections', 'outage rate slow'],
    ['greeting', '554 5.7.1 No SMTP service here', 'outage connection'],
    // Protocol.
    ['mail', '503 5.5.1 Nested MAIL command', 'retry protocol'],
    ['data', '500 5.5.1 Command not recognized', 'fail protocol'],
    ['rcpt', '451 4.3.0 Temporary lookup failure', 'retry other soft'],
  ])('%s %s → %s', (stage, text, expected) => {
    expect(classify(stage, text)).toBe(expected)
  })

  it('what a report says of another server: no relaying there is not our setting', () => {
    const text = '554 5.7.1 Relay access denied'
    const told = { kind: 'refused', stage: 'rcpt', code: 554, enhancedCode: '5.7.1', text } as const
    expect(classifyAnswer(told, 'remote')).toMatchObject({ cause: 'unknown', suppress: 'soft', permanent: true })
    expect(classifyAnswer(told)).toMatchObject({ cause: 'sender', suppress: 'no', stop: 'campaign' })
  })

  it.each(['', 'x ', '.', 'the sender domain ', 'exceeded ', 'daily a ', 'user ', 'a@', '550 ', '\n', '\n550-5.1.1 '])(
    'an endless answer of %j costs as little as a long one',
    (piece) => {
      const before = process.cpuUsage()
      classify('rcpt', `550 ${(piece || ' ').repeat(100_000)}`)
      expect(process.cpuUsage(before).user).toBeLessThan(500_000)
    },
  )

  it('silence is classified by how far the send came', () => {
    const lost = (stage: TransportStage, handedOver: boolean) =>
      classifyAnswer({ kind: 'lost', stage, handedOver, text: '' }).action
    expect(lost('connect', false)).toBe('outage')
    expect(lost('greeting', false)).toBe('outage')
    expect(lost('rcpt', false)).toBe('retry')
    expect(lost('body', false)).toBe('retry')
    expect(lost('final', true)).toBe('unknown')
  })

  it('what a server says is kept in one line, not too long, with addresses cut to their domains', () => {
    expect(serverWords('550 <ada.b@example.org>: no; also bob@x.org\r\n and "c"@d')).toBe(
      '550 <…@example.org>: no; also …@x.org and …@d',
    )
    expect(serverWords('x'.repeat(3000))).toHaveLength(500)
  })

  it.each<[Parameters<typeof classifyAnswer>[0], string]>([
    [
      { kind: 'lost', stage: 'connect', handedOver: false, text: 'connect ECONNREFUSED 10.1.2.3:25' },
      'cannot be reached',
    ],
    [
      { kind: 'lost', stage: 'connect', handedOver: false, text: 'getaddrinfo ENOTFOUND smtp.inside' },
      'cannot be reached',
    ],
    [{ kind: 'lost', stage: 'rcpt', handedOver: false, text: 'read ECONNRESET 10.1.2.3' }, 'broke before it took'],
    [{ kind: 'lost', stage: 'final', handedOver: true, text: 'socket of smtp.inside closed' }, 'ended before it said'],
    [{ kind: 'unusable', reason: 'auth', stage: 'auth', text: 'Missing credentials for "relay"' }, 'refuses the login'],
    [{ kind: 'unusable', reason: 'config', stage: 'tls', text: 'altnames: smtp.inside' }, 'with these settings'],
    [refused('greeting', 421, '421 smtp.inside is closing'), 'takes no connection'],
    [refused('auth', 535, '535 5.7.8 smtp.inside: user relay is unknown'), 'refuses the login'],
    [refused('mail', 530, '530 5.7.0 log in at smtp.inside first'), 'refuses the login'],
    [refused('tls', 454, '454 4.7.0 no TLS at smtp.inside'), 'with these settings'],
  ])('what is said of the host’s own server is for the log alone: %j', (failure, meaning) => {
    const { error, inside } = classifyAnswer(failure)
    expect(error.message).toContain(meaning)
    expect(error.message).not.toMatch(/10\.1\.2\.3|inside|relay|E[A-Z]{6}/)
    expect(inside).toBe(failure.text)
  })

  it('what a server answered about the message is said with it', () => {
    const { error, inside } = classifyAnswer(refused('rcpt', 550, '550 5.1.1 <zoe@example.org>: unknown'))
    expect([error.message, inside]).toEqual(['550 5.1.1 <…@example.org>: unknown', undefined])
  })
})
