import type { Address, Attachment, Mailbox } from 'postal-mime'
import type { OutgoingMessage } from './transport.ts'

/** An address as it stands in a header: with the name beside it, where there is one. */
export interface MailAddress {
  address: string
  name?: string
}

/** A message in the parts that HTTP APIs ask for, decoded. */
export interface MailParts {
  from: MailAddress
  to: MailAddress
  /** Where answers go; empty: to `from`. */
  replyTo: MailAddress[]
  subject: string
  html?: string
  text?: string
  /**
   * All other headers of the message, such as `List-Unsubscribe` and `Message-ID`, under the names they were sent with
   * and each on one line. Give all of them to the API: one-click unsubscription and reports depend on them.
   */
  headers: Record<string, string>
  /** Files, with what the HTML calls those that it shows. */
  attachments: { filename: string; contentType: string; contentId?: string; content: Uint8Array }[]
}

/** What the other parts say, or what only MIME needs. */
const inParts = /^(?:from|to|reply-to|subject|date|mime-version|content-.*)$/

/**
 * Reads a message apart, for a transport of your own over an API that takes no raw MIME. It costs about as much as
 * composing one did, so that only what asks for parts pays. `to` is the header's, with the recipient's name; the
 * envelope has where bounces go.
 */
export async function mailParts({ envelope, raw }: Pick<OutgoingMessage, 'envelope' | 'raw'>): Promise<MailParts> {
  // Only who needs it loads it.
  const { default: PostalMime } = await import('postal-mime')
  const mail = await PostalMime.parse(raw)
  const headers: Record<string, string> = {}
  for (const { key, originalKey, value } of mail.headers)
    if (!inParts.test(key)) headers[originalKey] = originalKey in headers ? `${headers[originalKey]}, ${value}` : value
  return {
    from: mailboxes(mail.from)[0] ?? { address: envelope.from },
    to: mailboxes(mail.to)[0] ?? { address: envelope.to },
    replyTo: mailboxes(mail.replyTo),
    subject: mail.subject ?? '',
    ...(mail.html === undefined ? {} : { html: mail.html }),
    ...(mail.text === undefined ? {} : { text: mail.text }),
    headers,
    attachments: mail.attachments.map(attachment),
  }
}

function mailboxes(given: Address | Address[] | undefined): MailAddress[] {
  return [given ?? []].flat().flatMap((one) => (one.group === undefined ? [mailbox(one)] : one.group.map(mailbox)))
}

const mailbox = ({ address, name }: Mailbox): MailAddress => (name === '' ? { address } : { address, name })

function attachment({ filename, mimeType, contentId, content }: Attachment): MailParts['attachments'][number] {
  return {
    filename: filename ?? '',
    contentType: mimeType,
    ...(contentId === undefined ? {} : { contentId }),
    content: typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content),
  }
}
