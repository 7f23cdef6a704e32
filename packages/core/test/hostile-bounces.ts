const token = '0123456789abcdefghjkmnpqrs'
const head = `Return-Path: <>\nTo: bounces+${token}@example.com\nFrom: MAILER-DAEMON@mx.example\n`

/** A plain bounce with this text. */
const plain = (text: string, headers = '') => `${head}${headers}\n${text}`
const encoded = (encoding: string, text: string) => plain(text, `Content-Transfer-Encoding: ${encoding}\n`)
const multipart = (parts: string, boundary = 'b') =>
  `${head}Content-Type: multipart/report; boundary="${boundary}"\n\n${parts}`
const part = (type: string, text: string) => `--b\nContent-Type: ${type}\n\n${text}\n`

/** Bounces made to take long, of about so many bytes. Four times the bytes may be four times the work, not more. */
export const hostileBounces: Readonly<Record<string, (bytes: number) => string>> = {
  blanks: (n) => plain(' '.repeat(n)),
  'quoted blanks': (n) => encoded('quoted-printable', ' '.repeat(n)),
  'quoted tabs': (n) => encoded('quoted-printable', '\t'.repeat(n)),
  'equals signs': (n) => encoded('quoted-printable', '='.repeat(n)),
  'equals signs before blanks': (n) => encoded('quoted-printable', `=${' '.repeat(40)}`.repeat(n / 41)),
  'broken base64': (n) => encoded('base64', '=A '.repeat(n / 3)),
  'less-than signs': (n) => plain('<'.repeat(n)),
  'at signs': (n) => plain('a@'.repeat(n / 2)),
  dots: (n) => plain('.'.repeat(n)),
  'digits and dots': (n) => plain('5.1.'.repeat(n / 4)),
  'reply codes': (n) => plain('550 '.repeat(n / 4)),
  'almost words': (n) => plain('user the sender domain exceeded daily '.repeat(n / 38)),
  'empty lines': (n) => plain('\n'.repeat(n)),
  'carriage returns': (n) => plain('\r'.repeat(n)),
  'lines of dashes': (n) => plain(`${'-'.repeat(99)}\n`.repeat(n / 100)),
  'one line of dashes': (n) => plain('-'.repeat(n)),
  'lines of blanks': (n) => plain(`${' '.repeat(99)}\n`.repeat(n / 100)),
  'blanks in a report': (n) => multipart(part('message/delivery-status', `Action: failed\n\n${' '.repeat(n)}x`)),
  'groups in a report': (n) => multipart(part('message/delivery-status', 'a: b\n\n'.repeat(n / 6))),
  'fields in a report': (n) => multipart(part('message/delivery-status', 'Action: expanded\n'.repeat(n / 17))),
  'a long answer': (n) =>
    multipart(part('message/delivery-status', `Action: failed\nStatus: 5.0.0\nDiagnostic-Code: ${'a;'.repeat(n / 2)}`)),
  'header lines': (n) => `${head}${'X: y\n'.repeat(n / 5)}\n`,
  'header lines of many names': (n) =>
    `${head}${Array.from({ length: n / 10 }, (_, at) => `x${at}: y`).join('\n')}\n\n`,
  'header lines that are folded': (n) => `${head}Subject: x${'\n y'.repeat(n / 3)}\n\n`,
  'folds of blanks': (n) => `${head}Subject: x\n${' '.repeat(n)}y\n\n`,
  'addresses with tokens': (n) => `${head}${`To: ${token}\n`.repeat(n / 31)}\n`,
  'tokens in a row': (n) => `${head}To: ${`${token} `.repeat(n / 27)}\n\n`,
  'a content type of quotes': (n) => `${head}Content-Type: multipart/x${';a="\\"'.repeat(n / 6)}\n\n`,
  'a content type of blanks': (n) => `${head}Content-Type: multipart/x;${' '.repeat(n)}\n\n`,
  boundaries: (n) => multipart('--b\n'.repeat(n / 4)),
  'boundaries that go on': (n) => multipart('--bb\n'.repeat(n / 5)),
  'boundaries with blanks': (n) => multipart(`--b${' '.repeat(n)}x`),
  'a long boundary': (n) => multipart(`--${'b'.repeat(60)}\n`.repeat(n / 63), 'b'.repeat(60)),
  'parts in parts': (n) => `${head}${'Content-Type: multipart/mixed; boundary=b\n\n--b\n'.repeat(n / 48)}`,
  'parts side by side and deep': (n) =>
    `${head}${'Content-Type: multipart/mixed; boundary=b\n\n--b\nX: y\n\nz\n--b\n'.repeat(n / 64)}`,
  'returned mails': (n) => multipart(part('message/rfc822', `To: ${token}\n\nx`).repeat(n / 70)),
}
