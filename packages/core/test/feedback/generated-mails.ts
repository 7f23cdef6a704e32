import { createTokenSealer } from '../../src/index.ts'

export const sealer = createTokenSealer(['a secret of generated mails'])
/** Of the message that generated mails are about, where they are about one. */
export const messageId = 77

/** Numbers that are the same for the same seed (mulberry32). */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

export interface GeneratedMail {
  raw: Buffer
  /** Whether a token of ours stands in it. */
  isOurs: boolean
}

const words = [
  '550 5.1.1 user unknown',
  '552-5.2.2 mailbox',
  'over quota',
  '451 4.7.1 greylisted',
  'Sorry',
  '5.1.27',
  '192.5.1.1',
  '+33 550 123 45',
]
const more = [
  'has been delayed',
  'Remote host said:',
  '(#5.1.1)',
  'did not reach the following recipient(s):',
  '<<< 550 no',
  '>>> RCPT',
  'ｕｎｋｎｏｗｎ',
  'boîte pleine',
  '宛先不明',
  '<a@b.example>:',
]
const senders = [
  'MAILER-DAEMON@mx.example',
  'Postmaster <postmaster@b.example>',
  'Ada <ada@example.org>',
  'Mail Delivery System <x@y.example>',
  '',
  '"',
  '<>',
]
const types = [
  'message/delivery-status',
  'message/feedback-report',
  'message/rfc822',
  'text/rfc822-headers',
  'text/rfc822',
  'text/plain',
  'text/html',
  'multipart/mixed',
  'application/zip',
  '',
  ';',
  'message/global-delivery-status',
]
const fields = [
  'Final-Recipient: rfc822; ada@example.org',
  'Original-Recipient: rfc822;x@y.example',
  'Action: failed',
  'Action: delayed',
  'Action',
  'Status: 5.1.1',
  'Status: 4.2.2 (full)',
  'Status: x',
  'Diagnostic-Code: smtp; 550 5.1.1 no',
  'Feedback-Type: abuse',
  'Feedback-Type: auth-failure',
  'X-HmXmrOriginalRecipient: a@b.example',
  'Auto-Submitted: auto-replied',
  'Precedence: bulk',
  'Content-Transfer-Encoding: base64',
  'Content-Transfer-Encoding: quoted-printable',
  'X-Failed-Recipients: ada@example.org',
  'Subject: failure notice',
]
const ends = ['\r\n', '\n', '\r', '\r\n\r\n', ' \n\t', '\n\n']

/** A mail of the parts that reports are made of, put together in any order, cut and broken; the same for a seed. */
export function generatedMail(seed: number): GeneratedMail {
  const below = numbersFrom(seed)
  const one = <T>(list: readonly T[]): T => list[below(list.length)] as T
  const isOurs = below(3) > 0
  const kind = one(['bounce', 'report', 'unsubscribe'] as const)
  const token = isOurs ? sealer.seal({ kind, messageId }) : 'x'.repeat(26)
  const boundary = one(['b', '=_b/1', 'b;1', '', '-'.repeat(70), '(', 'b"c'])
  const holders = [
    `To: bounces+${token}@example.com`,
    `Message-ID: <${token}@example.com>`,
    `Subject: ${token}`,
    `In-Reply-To: <${token}@a>`,
    `X-Sillage-Message: ${token}`,
    `List-Unsubscribe: <https://a.example/u/${token}>`,
  ]
  const line = () =>
    one([
      one(words),
      one(more),
      one(fields),
      one(holders),
      String.fromCharCode(...Array.from({ length: below(20) }, () => below(256))),
    ])
  const block = () => Array.from({ length: below(6) }, line).join(one(ends))
  const part = () =>
    `--${boundary}${one(ends)}Content-Type: ${one(types)}; boundary="${boundary}"${one(ends)}${block()}${one(ends)}${one(ends)}${block()}`
  const head = [
    `From: ${one(senders)}`,
    one(holders),
    `Content-Type: ${one(['multipart/report; ', 'multipart/mixed; ', 'text/plain; ', ''])}boundary=${one(['', '"'])}${boundary}${one(['', '"'])}`,
    one(fields),
    block(),
  ]
  const text = `${head.join(one(ends))}\r\n\r\n${Array.from({ length: below(5) }, part).join(one(ends))}${one(['', `--${boundary}--`])}${one(ends).repeat(below(50))}`
  const cut = below(4) === 0 ? text.slice(0, below(text.length + 1)) : text
  return { raw: Buffer.from(cut, one(['latin1', 'utf8'] as const)), isOurs }
}

/** A letter of a person, to a mailbox of ours or as an answer to our mail, full of what looks like codes. */
export function letterOf(seed: number): Buffer {
  const below = numbersFrom(seed)
  const one = <T>(list: readonly T[]): T => list[below(list.length)] as T
  const token = sealer.seal({ kind: 'report', messageId })
  const sentence = () =>
    one([
      'Call me at 550 123 45 67.',
      'I am away until 5.1.27.',
      'Our server is 192.5.1.1.',
      'The mailbox on the corner is full of leaves.',
      'User unknown wrote to me.',
      'Order 552-5.2.2 has arrived.',
      'Bonjour, la boîte est pleine de cerises.',
      'Re: undeliverable goods',
      'The account you asked for does not exist yet; we make one.',
    ])
  return Buffer.from(
    [
      `From: Ada <ada@example.org>`,
      one([`To: bounces+${sealer.seal({ kind: 'bounce', messageId })}@example.com`, 'To: news@example.com']),
      `Subject: ${sentence()}`,
      `In-Reply-To: <${token}@example.com>`,
      ...(below(2) === 0 ? ['Auto-Submitted: auto-replied'] : []),
      ...['', ...Array.from({ length: 1 + below(8) }, sentence), ''],
    ].join('\r\n'),
  )
}
