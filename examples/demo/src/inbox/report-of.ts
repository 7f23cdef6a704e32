/** Why mails to an address come back some time after they were accepted; undefined for all others. */
const failureOf = (address: string): { status: string; said: string } | undefined => {
  if (/^gone\b/i.test(address)) return { status: '5.1.1', said: '550 5.1.1 nobody lives under this name any more' }
  if (/^full\b/i.test(address)) return { status: '5.2.2', said: '552 5.2.2 the mailbox is full' }
  return undefined
}

/**
 * The delivery report (RFC 3464) that a mail server sends back about a mail to `gone…` or `full…`, with the headers of
 * the mail; undefined for addresses that keep what they get.
 */
export function reportOf(address: string, sender: string, raw: Buffer): string | undefined {
  const failure = failureOf(address)
  if (failure === undefined) return undefined
  const text = raw.toString('latin1')
  return [
    ...[
      'From: Mail Delivery System <MAILER-DAEMON@inbox.sillage.test>',
      `To: ${sender}`,
      'Auto-Submitted: auto-replied',
    ],
    ...['Subject: Undelivered mail returned to sender', 'MIME-Version: 1.0'],
    ...['Content-Type: multipart/report; report-type=delivery-status; boundary="report"', ''],
    ...['--report', 'Content-Type: text/plain', '', `The mail to ${address} could not be delivered.`, ''],
    ...['--report', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; inbox.sillage.test', ''],
    ...[`Final-Recipient: rfc822; ${address}`, 'Action: failed', `Status: ${failure.status}`],
    ...[`Diagnostic-Code: smtp; ${failure.said}`, ''],
    ...['--report', 'Content-Type: text/rfc822-headers', '', text.slice(0, text.indexOf('\r\n\r\n')), ''],
    '--report--',
  ].join('\r\n')
}
