import type { FeedbackEvent } from '../../domain/feedback.ts'
import type { TokenContent } from '../../tracking/tokens.ts'
import { feedbackOf } from './feedback-of.ts'
import { fromMailSystem } from './mail-system.ts'
import { type MimePart, mailBytes, parseMime } from './mime-part.ts'
import { ourMessage } from './our-message.ts'
import { parseBounce } from './parse-bounce.ts'

type Open = (token: string) => TokenContent | undefined

/**
 * What a mail that came back to us says: a report or a complaint, that its sender unsubscribes, or that a program
 * answered for its sender. Undefined for a server that still tries, and for every mail that proves no message of ours.
 */
export function readMail(raw: string | Uint8Array, open: Open): FeedbackEvent | undefined {
  const report = parseBounce(raw, { open })
  if (report !== undefined) return report.kind === 'delay' ? deferred(report.messageId) : feedbackOf(report)
  const mail = parseMime(mailBytes(raw))
  const answered = isAutomatic(mail) || fromMailSystem(mail)
  const unsubscribes = answered ? undefined : unsubscribing(mail, open)
  if (unsubscribes !== undefined) return { type: 'unsubscribe', refs: { messageId: String(unsubscribes) } }
  const about = answered ? ourMessage(mail, open) : undefined
  return about === undefined ? undefined : { type: 'autoreply', refs: { messageId: String(about) } }
}

const deferred = (messageId: string | undefined): FeedbackEvent | undefined =>
  messageId === undefined ? undefined : { type: 'deferred', refs: { messageId } }

const token = /(?<![0-9a-z])[0-9a-z]{26}(?![0-9a-z])/gi
/** Where the mail that a List-Unsubscribe header asks for has our token, and where it was sent to. */
const unsubscribeFields = ['subject', 'to', 'delivered-to', 'x-original-to', 'envelope-to']
const mostTokens = 20

/** The message by whose List-Unsubscribe header a mail was written. Other tokens of ours leak into archives. */
function unsubscribing(mail: MimePart, open: Open): number | undefined {
  const texts = unsubscribeFields.flatMap((field) => mail.headers.get(field) ?? [])
  const found = texts.flatMap((text) => text.slice(0, 1000).match(token) ?? []).slice(0, mostTokens)
  for (const candidate of found) {
    const content = open(candidate.toLowerCase())
    if (content?.kind === 'unsubscribe' && content.messageId > 0) return content.messageId
  }
  return undefined
}

/** RFC 3834, and what programs wrote before it. */
function isAutomatic({ headers }: MimePart): boolean {
  const said = (field: string) => headers.get(field)?.[0]?.slice(0, 200).trim().toLowerCase() ?? ''
  const submitted = said('auto-submitted')
  return (
    (submitted !== '' && submitted !== 'no' && !submitted.startsWith('no;')) ||
    /^(?:auto[_-]?reply|bulk|junk)/.test(said('precedence')) ||
    said('x-apple-action') === 'vacation' ||
    headers.has('x-autoreply') ||
    headers.has('x-autorespond') ||
    said('x-auto-response-suppress') !== ''
  )
}
