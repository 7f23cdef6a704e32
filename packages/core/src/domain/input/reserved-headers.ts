/** Headers that a campaign does not set itself. */
interface ReservedHeader {
  name: RegExp
  /** What is expected instead. */
  expected: string
}

const addresses = 'expected no header with addresses: each message goes to one recipient alone'
const others = 'expected a header that neither the library nor a mail server writes'

/** Those that the library writes, or that servers and readers of reports believe. No option allows one of them. */
export const alwaysReserved: readonly ReservedHeader[] = [
  { name: /^(?:from|sender)$/i, expected: 'expected the sender in the field from' },
  { name: /^reply-to$/i, expected: 'expected the reply address in the field replyTo' },
  { name: /^subject$/i, expected: 'expected the subject in the field subject' },
  // RFC 5322 (3.6.3, 3.6.6). A program that reads recipients out of a mail sends to all of these.
  { name: /^(?:to|cc|bcc|resent-.*|apparently-to)$/i, expected: addresses },
  {
    name: /^(?:list-.*|precedence|auto-submitted|feedback-id)$/i,
    expected: 'expected headers that mark mails in the option sending.marks of createSillage',
  },
  { name: /^(?:date|message-id|mime-version|content-.*|x-sillage-.*)$/i, expected: others },
  // RFC 5321 (4.4), 7208 (9.1), 8601, 8617, 6376 and 4870: what servers say of the way of a mail, and sign.
  {
    name: /^(?:return-path|received|received-.*|(?:x-)?authentication-results|arc-.*|dkim-.*|domainkey-.*)$/i,
    expected: others,
  },
  // Where it was delivered (RFC 9228), for whom (RFC 8098, 2.3), or for whom not: reports, and the mails they return,
  // are read by them.
  {
    name: /^(?:delivered-to|original-recipient|x-original-to|x-failed-recipients|envelope-.*|x-envelope-.*)$/i,
    expected: others,
  },
]

/** Those that some mail service or program acts on, each with the page that says so. */
const actedOn: readonly (readonly [name: RegExp, source: string])[] = [
  [/^x-mc-.*$/i, 'https://mandrill.zendesk.com/hc/en-us/articles/205582117'],
  [/^x-smtpapi$/i, 'https://www.twilio.com/docs/sendgrid/for-developers/sending-email/building-an-x-smtpapi-header'],
  [/^x-ses-.*$/i, 'https://docs.aws.amazon.com/ses/latest/dg/event-publishing-send-email.html'],
  [
    /^x-mailgun-.*$/i,
    'https://documentation.mailgun.com/docs/mailgun/user-manual/sending-messages/pass-sending-options',
  ],
  [/^x-pm-.*$/i, 'https://postmarkapp.com/developer/user-guide/tracking-opens/tracking-opens-per-email'],
  [/^x-msys-.*$/i, 'https://developers.sparkpost.com/api/smtp/'],
  [/^x-(?:mj|mailjet)-.*$/i, 'https://dev.mailjet.com/docs/smtp_relay/custom_headers'],
  [/^x-sib-.*$/i, 'https://developers.brevo.com/docs/using-sandbox-mode'],
  [/^x-mailin-.*$/i, 'https://github.com/symfony/brevo-mailer'],
  [/^resend-.*$/i, 'https://resend.com/docs/dashboard/emails/idempotency-keys'],
  [/^x-emailit-.*$/i, 'https://emailit.com/docs/email-api/headers-and-metadata/'],
  [
    /^x-smtpeter-.*$/i,
    'https://github.com/CopernicaMarketingSoftware/Documentation/blob/master/SMTPeter/en/smtp-headers.md',
  ],
  [/^x-alidm-.*$/i, 'https://www.alibabacloud.com/help/en/direct-mail/track-email-opens-and-clicks-based-on-tags'],
  [/^x-mt-.*$/i, 'https://docs.mailtrap.io/developers/email-sending/smtp'],
  [/^x-apiheader$/i, 'https://developers.pepipost.com/faqs/what-is-x-apiheader'],
  [
    /^x-ms-exchange-(?:organization|forest)-.*$/i,
    'https://learn.microsoft.com/en-us/exchange/header-firewall-exchange-2013-help',
  ],
  // Mail programs ask the reader for a receipt, and servers send one.
  [/^disposition-notification-.*$/i, 'https://www.rfc-editor.org/rfc/rfc8098#section-2'],
  [/^return-receipt-to$/i, 'https://www.rfc-editor.org/rfc/rfc2076'],
  [
    /^(?:return-receipt-requested|x-confirm-reading-to|register-mail-reply-requested-by)$/i,
    'https://datatracker.ietf.org/doc/html/draft-palme-mailext-headers-08',
  ],
  [/^(?:generate-delivery-report|prevent-nondelivery-report)$/i, 'https://www.rfc-editor.org/rfc/rfc4021#section-2.1'],
  // How servers hand a mail on, to whom, and before which others.
  [/^tls-required$/i, 'https://www.rfc-editor.org/rfc/rfc8689'],
  [/^require-recipient-valid-since$/i, 'https://www.rfc-editor.org/rfc/rfc7293'],
  [/^mt-priority$/i, 'https://www.rfc-editor.org/rfc/rfc6758'],
  // Where errors and complaints go.
  [/^errors-to$/i, 'https://www.rfc-editor.org/rfc/rfc2076'],
  [/^cfbl-.*$/i, 'https://www.rfc-editor.org/rfc/rfc9477#section-3'],
]

/**
 * Whether a mail service or a program acts on a header: by it a campaign could change where its mails go, what is
 * measured, or whether they are sent at all. An installation may allow one by its name.
 */
export const isActedOn = (name: string): boolean => actedOn.some(([pattern]) => pattern.test(name))
