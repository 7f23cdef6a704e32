import PostalMime, { type Address, type Attachment } from 'postal-mime'
import { safeLocation } from '../../content/links/safe-location.ts'
import type { Services } from '../../http/services.ts'
import type { OutgoingMessage } from '../../sending/transport/transport.ts'
import { linksAndImages } from './mail-links.ts'
import { type OwnUrls, tokenOf } from './own-urls.ts'

/** A mail that the server of `testSillage` took, read as a mail program reads it. */
export interface SentMail {
  /** The id of its message, as in events and `campaigns.messages`; empty for a mail of `campaigns.sendTest`. */
  messageId: string
  /** The address it was sent to, without a name. */
  to: string
  /** `Name <name@example.org>`, or the address alone. */
  from: string
  subject: string
  /** The HTML as it was sent, with its tracked links and its pixel. */
  html: string
  /** The plain text beside it. */
  text: string
  /** Names in lower case; values without line ends, else as they were sent. What comes twice is joined by `, `. */
  headers: Record<string, string>
  attachments: { filename: string; content: Uint8Array }[]
  /**
   * The links of its HTML, in order: where each leads in the end, with the recipient's data and utm parameters, spelled
   * as browsers do (`https://port.example/`, with a slash), and its words, those of an image its `alt`.
   */
  links: { url: string; text: string }[]
}

/** What a person's program does with a mail needs more than it shows. */
export interface MailParts {
  mail: SentMail
  envelope: OutgoingMessage['envelope']
  /** What the mail has as href, for each of `mail.links` in the same order. */
  hrefs: string[]
  /** Addresses of its images. */
  images: string[]
}

/** Reads a mail as it was handed over. */
export async function readMail(
  { envelope, raw }: OutgoingMessage,
  { tracker }: Pick<Services, 'tracker'>,
  own: OwnUrls,
): Promise<MailParts> {
  const { headers, html = '', text = '', subject = '', from, attachments } = await PostalMime.parse(raw)
  const { links, images } = linksAndImages(html)
  const destinationOf = async (href: string): Promise<string> => {
    const token = tokenOf(href, own.click)
    const content = token === undefined ? undefined : tracker.open(token, 'click', 'aggregateClick')
    const destination = content && (await tracker.destination(content))
    return destination?.kind === 'location' ? destination.url : (safeLocation(href) ?? href)
  }
  const destinations = await Promise.all(links.map(({ href }) => destinationOf(href)))
  const mail: SentMail = {
    messageId: messageIdIn(envelope.from, tracker),
    to: envelope.to,
    from: mailbox(from),
    subject,
    html,
    text,
    headers: {},
    attachments: attachments.map(({ filename, content }) => ({ filename: filename ?? '', content: bytesOf(content) })),
    links: links.map(({ href, text: words }, index) => ({ url: destinations[index] ?? href, text: words })),
  }
  for (const { key, value } of headers)
    mail.headers[key] = key in mail.headers ? `${mail.headers[key]}, ${value}` : value
  return { mail, envelope, hrefs: links.map(({ href }) => href), images }
}

/** The address for bounces holds the message's token (VERP); mails of `sendTest` are no message's. */
function messageIdIn(from: string, tracker: Services['tracker']): string {
  for (const [candidate] of from.matchAll(/[0-9a-z]{26}/gi)) {
    const content = tracker.open(candidate, 'bounce')
    if (content !== undefined && content.messageId > 0) return String(content.messageId)
  }
  return ''
}

function mailbox(from: Address | undefined): string {
  if (from?.address === undefined) return ''
  return from.name === '' ? from.address : `${from.name} <${from.address}>`
}

function bytesOf(content: Attachment['content']): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)
}
