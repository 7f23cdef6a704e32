import type { OutgoingMessage } from '../../sending/transport/transport.ts'

/**
 * A delivery report (RFC 3464) about a mail, as a server sends it that had taken the mail: to the address for bounces
 * in its envelope. Hard: the recipient's address does not exist. Soft: its mailbox is full.
 */
export function bounceReport({ from, to }: OutgoingMessage['envelope'], kind: 'hard' | 'soft'): string {
  const [status, diagnostic] =
    kind === 'hard' ? ['5.1.1', '550 5.1.1 User unknown'] : ['4.2.2', '452 4.2.2 Mailbox full']
  return `From: MAILER-DAEMON@mx.example
To: ${from}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="report"

--report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ${to}
Action: failed
Status: ${status}
Diagnostic-Code: smtp; ${diagnostic}

--report--
`
}
