import { createTokenSealer } from '../../tracking/tokens.ts'

export const sealer = createTokenSealer(['a secret for tests only'])
export const open = (token: string) => sealer.open(token)
export const bounceToken = sealer.seal({ kind: 'bounce', messageId: 77 })
export const unsubscribeToken = sealer.seal({ kind: 'unsubscribe', messageId: 78 })

export const dsn = (fields: string, to = `bounces+${bounceToken}@example.com`) =>
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

export const failed = (status: string, diagnostic: string) =>
  `Final-Recipient: rfc822; Ada@example.org\r\nAction: failed\r\nStatus: ${status}\r\nDiagnostic-Code: smtp; ${diagnostic}`
