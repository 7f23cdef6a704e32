import type { Place } from '../kills/phases.ts'

/**
 * What becomes of a mail: `direct…` by the server's answer, `report…` by a mail that comes back later, `hook…` by a
 * webhook. What each should come to is beside it: the status of the message, and the reasons why nothing more is sent.
 */
export const fates = {
  arrives: { share: 0.8, status: 'sent', reasons: [] },
  directGone: { share: 0.03, status: 'failed', reasons: ['bounce'] },
  directFull: { share: 0.02, status: 'failed', reasons: [] },
  directLater: { share: 0.03, status: 'sent', reasons: [] },
  reportGone: { share: 0.02, status: 'bounced', reasons: ['bounce'] },
  reportFull: { share: 0.01, status: 'bounced', reasons: [] },
  reportForward: { share: 0.01, status: 'bounced', reasons: [] },
  reportContent: { share: 0.01, status: 'bounced', reasons: [] },
  reportDelay: { share: 0.01, status: 'sent', reasons: [] },
  reportAway: { share: 0.01, status: 'sent', reasons: [] },
  reportComplaint: { share: 0.005, status: 'sent', reasons: ['complaint'] },
  mailUnsubscribe: { share: 0.005, status: 'unsubscribed', reasons: ['unsubscribe'] },
  hookGone: { share: 0.01, status: 'bounced', reasons: ['bounce'] },
  hookSoft: { share: 0.01, status: 'bounced', reasons: [] },
  hookUnsubscribe: { share: 0.01, status: 'unsubscribed', reasons: ['unsubscribe'] },
  hookDelivered: { share: 0.01, status: 'sent', reasons: [] },
} as const satisfies Record<string, { share: number; status: string; reasons: readonly string[] }>
export type Fate = keyof typeof fates

export const key = 'a-key-of-the-feedback-mix'
export const secret = 'a secret of the feedback mix'

/** What the process that is killed is given. */
export interface MixSettings {
  database: Place
  smtpPort: number
  httpPort: number
}

/** The n-th of so many addresses, with its fate in it. */
export function addressOf(n: number, count: number): string {
  let until = 0
  for (const [fate, { share }] of Object.entries(fates)) {
    until += share
    if ((n + 0.5) / count < until) return `${fate}-${n}@example.org`
  }
  return `arrives-${n}@example.org`
}
export const fateOf = (email: string): Fate => email.split('-')[0] as Fate

const report = (to: string, from: string, type: string, parts: string[]) =>
  [`To: ${to}`, `From: ${from}`, `Content-Type: multipart/report; report-type=${type}; boundary=b`, '', ...parts].join(
    '\r\n',
  )

const dsn = (verp: string, recipient: string, action: string, status: string, said: string) =>
  report(verp, 'MAILER-DAEMON@mx.example', 'delivery-status', [
    ...['--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', ''],
    ...[`Final-Recipient: rfc822; ${recipient}`, `Action: ${action}`, `Status: ${status}`],
    ...[`Diagnostic-Code: smtp; ${said}`, '', '--b--'],
  ])

interface Sent {
  to: string
  /** The envelope's sender, to which reports come. */
  from: string
  /** The mail as it was accepted. */
  raw: string
}

/** What comes back about a mail that was accepted: whole mails, or bodies of a webhook. */
export function feedbackOn({ to, from, raw }: Sent): { source: 'mails' | 'postmark'; body: string } | undefined {
  const token = /^X-Sillage-Message: (\S+)/m.exec(raw)?.[1] ?? ''
  const unsubscribe = /subject=([0-9a-z]{26})/.exec(raw.replace(/\r\n\s/g, ''))?.[1] ?? ''
  const mail = (body: string) => ({ source: 'mails', body }) as const
  const at = '2026-11-28T08:00:00Z'
  const hook = (body: object) =>
    ({ source: 'postmark', body: JSON.stringify({ ...body, Metadata: { sillage: token } }) }) as const
  switch (fateOf(to)) {
    case 'reportGone':
      return mail(dsn(from, to, 'failed', '5.1.1', '550 5.1.1 user unknown'))
    case 'reportFull':
      return mail(dsn(from, to, 'failed', '5.2.2', '552 5.2.2 mailbox full'))
    case 'reportForward':
      return mail(dsn(from, 'old-job@elsewhere.example', 'failed', '5.1.1', '550 5.1.1 user unknown'))
    case 'reportContent':
      return mail(dsn(from, to, 'failed', '5.6.0', '550 5.6.0 mail message is malformed'))
    case 'reportDelay':
      return mail(dsn(from, to, 'delayed', '4.4.1', '450 4.4.1 no answer'))
    case 'reportAway':
      return mail(
        `To: ${from}\r\nFrom: ${to}\r\nAuto-Submitted: auto-replied\r\nSubject: Away\r\n\r\nAway until 5.1.27`,
      )
    case 'reportComplaint':
      return mail(
        report('fbl@example.com', 'fbl@isp.example', 'feedback-report', [
          ...['--b', 'Content-Type: message/feedback-report', '', 'Feedback-Type: abuse', '', '--b'],
          ...['Content-Type: message/rfc822', '', raw.split('\r\n\r\n')[0] ?? '', '', '--b--'],
        ]),
      )
    case 'mailUnsubscribe':
      return mail(`To: unsubscribe@example.com\r\nFrom: ${to}\r\nSubject: ${unsubscribe}\r\n\r\n`)
    case 'hookGone':
      return hook({
        RecordType: 'Bounce',
        Type: 'HardBounce',
        Email: to,
        Details: '550 5.1.1 user unknown',
        BouncedAt: at,
      })
    case 'hookSoft':
      return hook({
        RecordType: 'Bounce',
        Type: 'SoftBounce',
        Email: to,
        Details: '452 4.2.2 over quota',
        BouncedAt: at,
      })
    case 'hookUnsubscribe':
      return hook({
        RecordType: 'SubscriptionChange',
        SuppressSending: true,
        SuppressionReason: 'ManualSuppression',
        Recipient: to,
      })
    case 'hookDelivered':
      return hook({ RecordType: 'Delivery', Recipient: to, DeliveredAt: at })
    default:
      return undefined
  }
}
