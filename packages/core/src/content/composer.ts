import type { TrackingOptions } from '../domain/campaign.ts'
import type { Warning } from '../domain/warning.ts'
import type { TemplateEngine } from './template/template-engine.ts'
import type { TrackingUrls } from './tracking-urls.ts'

/** A mailbox: one address (the addr-spec of RFC 5322), and the name shown beside it, cut at 200 characters. */
export interface ParsedMailbox {
  name?: string | undefined
  address: string
}

/**
 * A file of a campaign's mails. Its bytes are asked for when a message is composed, encoded and shared by all messages:
 * whoever gives them keeps them, as long as memory allows.
 */
export interface ContentFile {
  filename: string
  contentType: string
  /** By which the HTML shows it; null for a file to save. */
  cid: string | null
  /** Bytes, before they are encoded. */
  size: number
  /** Base64 in lines of 76 characters, each with its CRLF. Nobody changes it. */
  encoded: () => Buffer | Promise<Buffer>
}

/**
 * The content of a campaign, as its author wrote it. What it says, and what stands above, are templates of the
 * installation's engine, which may use the merge fields of a recipient and the library's own (`unsubscribeUrl`,
 * `preferencesUrl`, `viewUrl`, `trackingPixel`).
 */
export interface CampaignContent {
  subject: string
  /**
   * What lists of mails show behind the subject, hidden in the HTML; one line. Left out of HTML that begins with hidden
   * words of its own, and of plain text.
   */
  preheader?: string | undefined
  /** Empty beside a text: the mail is plain text. */
  html: string
  /** Absent: made from the HTML, links behind their text. */
  text?: string | undefined
  /** The name is a template. */
  from: ParsedMailbox
  /** Where answers go; absent or empty: to `from`. Name and address are templates; who has no address is left out. */
  replyTo?: readonly ParsedMailbox[] | undefined
  /** Added to each message, as templates on one line; what is empty is left out. */
  headers?: Readonly<Record<string, string>> | undefined
  tracking?: TrackingOptions | undefined
  attachments?: readonly ContentFile[] | undefined
}

/**
 * Options of `compileCampaign`. Limits hold for the template's source and are checked when compiling (`html_too_large`,
 * `too_many_links`). What a recipient's data makes of it has a limit of its own when composing: see `Composer.compose`.
 */
export interface CompileOptions {
  /** Default `mustacheEngine()`. */
  engine?: TemplateEngine | undefined
  /** The installation's own address: URLs below its `/track/` paths are never tracked. */
  baseUrl?: string | undefined
  /** For HTML and for the text beside it, each. Default 1,000,000 bytes of UTF-8. */
  maxHtmlBytes?: number | undefined
  /** Links, counted by occurrence. Default 1,000. */
  maxLinks?: number | undefined
  /** `general` composes every message with nodemailer, also where splicing would do. Default `auto`. */
  path?: 'auto' | 'general' | undefined
}

/**
 * An authored destination, UTM parameters added. A personalised one is a template, rendered by `renderDestination` when
 * it is clicked, so that all recipients share one link and none of their data stands in a URL.
 */
export interface CampaignLink {
  readonly url: string
  readonly personalised: boolean
}

/**
 * A campaign's content, read once: what is the same in every message is encoded, what differs are places in it.
 * Made by `compileCampaign`; holds nothing of a recipient, never changes, and may be shared and bound more than once.
 */
export interface CompiledCampaign {
  /** Authored destinations in the order of the content, each once; the store gives them ids. */
  readonly links: readonly CampaignLink[]
  readonly warnings: readonly Warning[]
  /** The merge fields of subject, preheader, HTML and text, each once, without those the library gives. */
  readonly fields: readonly string[]
  /** Those of `fields` that are used outside of sections: where a recipient has none, a gap is left. */
  readonly bareFields: readonly string[]
  /**
   * Where one of `fields` is used first, as a warning about it has that: in the subject, preheader, HTML or text.
   * Undefined for a field of headers alone, and for engines that do not give `parts`.
   */
  fieldPlace(field: string): Pick<Warning, 'field' | 'line' | 'column'> | undefined
  /**
   * Binds the store's link ids (in the order of `links`) and the URLs; the composer then composes any number of
   * messages. Throws `invalid_option` unless there is an integer for each link.
   */
  bind(binding: ComposerBinding): Composer
  /**
   * The content as one contact sees it, with the author's links and no pixel; `preheader` is null where the HTML has
   * none from here. Without `urls`, the library's URLs read `#`.
   */
  preview(
    data: Readonly<Record<string, unknown>>,
    urls?: Partial<LibraryUrls>,
  ): Promise<{ subject: string; preheader: string | null; html: string; text: string }>
}

/**
 * The URLs the library gives to templates, under the names a template uses; each message has its own. They are never
 * tracked.
 */
export interface LibraryUrls {
  unsubscribeUrl: string
  preferencesUrl: string
  viewUrl: string
}

/**
 * What a compiled campaign needs to become mails: the ids its links have in the store, and the URLs that messages
 * carry. With `urls.sealed` all tokens of a message are sealed in one call.
 */
export interface ComposerBinding {
  /** One for each of `CompiledCampaign.links`, in their order. */
  linkIds: readonly number[]
  urls: TrackingUrls
  /**
   * Needed where `tracking.aggregate` is set: the shared pixel counts for this campaign. Without it such a message is
   * `invalid_option`.
   */
  campaignId?: number | undefined
}

/**
 * What is measured in one message: the campaign's tracking and the recipient's consent, put together by the sender.
 * What is false leaves no trace of the recipient in the message: no pixel, and the author's own links, to which the
 * campaign's UTM parameters are added.
 */
export interface MessageTracking {
  opens: boolean
  clicks: boolean
  readTime: boolean
  /** Shared pixel and links; personalised destinations and read time stay untracked. */
  aggregate?: boolean | undefined
}

/**
 * One recipient's message: to whom, with which data, and what of it is tracked. Addresses were checked before; here
 * only what does not belong in a header is refused.
 */
export interface ComposeInput {
  /** The store's id, sealed into the message's tokens; 0 for a test. */
  messageId: number
  /**
   * The Message-ID, with or without angle brackets; the same one each time this message is composed, so that receivers
   * see a repeat.
   */
  rfcMessageId: string
  to: ParsedMailbox
  /**
   * Merge data: name, email, company and the recipient's own fields. The library's URLs win over fields of the same
   * name.
   */
  data: Readonly<Record<string, unknown>>
  /** The Date header, written in UTC to the second. */
  date: Date
  tracking: MessageTracking
  /**
   * Added to this message, beside the campaign's; written as they are, without folding, which breaks signatures at some
   * relays.
   */
  headers?: readonly { name: string; value: string }[] | undefined
  /** The envelope's sender (VERP). Default: the address of `from`. */
  envelopeFrom?: string | undefined
}

/**
 * A message as it goes to a transport. `raw` is read before the composer composes the next one; `html()` and `text()`
 * render anew and may be asked later, as long as the data given has not changed.
 */
export interface ComposedMessage {
  /** RFC 5321 sender and recipient, domains in ASCII. */
  envelope: { from: string; to: string }
  /**
   * The complete MIME message with CRLF line ends, unsigned. It lies in a buffer the composer uses again:
   * valid until its next `compose`, unless copied (`Buffer.from(raw)`). With files it is joined each time it is read.
   */
  readonly raw: Buffer
  /**
   * The same of a message with files, in pieces that each end with a line: the first is this message's own, of which
   * the same holds; the others are shared by all messages of the campaign and may not be changed.
   */
  readonly parts?: readonly [Buffer, ...Buffer[]] | undefined
  /** The HTML part, decoded, and the plain-text part; made when asked for. */
  html(): string
  /** The plain-text part, decoded. */
  text(): string
}

/**
 * Composes the messages of one campaign, one after the other: each uses the buffer of the one before, so a message is
 * sent, or copied, before the next is composed. One composer belongs to one sender; several may be bound to one
 * compiled campaign.
 */
export interface Composer {
  /**
   * Composes one message; a promise only where the general path is needed (await it either way). Throws
   * `invalid_address` and `invalid_header` for input that does not belong in a header, `id_exhausted` for an id no
   * token can hold, and on the general path `compose_failed`; it rejects with these where it answers a promise. A
   * message whose data makes more than 1,000,000 bytes of the template, or takes more than 100,000 steps (fields looked
   * for, items of lists), is `invalid_template`: sections inside sections multiply.
   */
  compose(input: ComposeInput): ComposedMessage | Promise<ComposedMessage>
  /**
   * Where a click on this link, by index or by URL, leads for this recipient; undefined when no http or https URL comes
   * of it.
   */
  renderDestination(link: number | string, data: Readonly<Record<string, unknown>>): string | undefined
  /**
   * The HTML as a web page: links as in the message, so that clicks count, and no pixel: the page's own request says
   * that it was seen.
   */
  view(input: Pick<ComposeInput, 'messageId' | 'data' | 'tracking'>): string | Promise<string>
}
