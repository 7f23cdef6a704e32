import type { Attachment } from './attachment.ts'
import type { Limits, OnUnknown, TrackingOptions } from './campaign.ts'
import type { EmailDocument } from './email-document.ts'
import type { Mailbox } from './mailbox.ts'
import type { RecipientInput } from './recipient.ts'
import type { Selection } from './selection.ts'
import type { SendingHours } from './sending-hours.ts'
import type { When } from './when.ts'

/** Exactly one of these; the compiler says which is too much. */
export type Content =
  | {
      html: string
      /** Writes the rules of its style sheets into the elements; they stay besides. @default false */
      inlineCss?: boolean | undefined
      /** @default made from the HTML, links behind their text */
      text?: string | undefined
      document?: undefined
      template?: undefined
    }
  | {
      /** Without HTML the mail is plain text: no opens are counted, and clicks only with `tracking.text`. */
      text: string
      html?: undefined
      inlineCss?: undefined
      document?: undefined
      template?: undefined
    }
  | {
      /** HTML and text are made of it and of the brand, as they are sent from then on. */
      document: EmailDocument
      html?: undefined
      inlineCss?: undefined
      text?: undefined
      template?: undefined
    }
  | {
      /** The id or the key of a stored template; its subject is used where none is given. */
      template: string
      html?: undefined
      inlineCss?: undefined
      text?: undefined
      document?: undefined
    }

/** What stands above the content of a mail. */
export interface Headed {
  /** Needed unless a template has it. */
  subject?: string | undefined
  /**
   * What lists of mails show behind the subject: one line of at most 998 characters, of which programs show 150 at
   * most; it may hold merge fields. Hidden at the top of the HTML, and in no text part. Without one, programs show the
   * first words of the mail. @default that of the template
   */
  preheader?: string | undefined
  /**
   * The name may hold merge fields.
   *
   * @default `from` of `createSillage`
   */
  from?: Mailbox | undefined
  /** At most 10. Names and addresses may hold merge fields; one whose address is empty then is left out. */
  replyTo?: Mailbox | Mailbox[] | undefined
  /** Headers added to each message. Values may hold merge fields; what is empty then is left out. */
  headers?: Record<string, string> | undefined
  /** Files, at most 100, and together at most `content.maxAttachmentBytes`. */
  attachments?: Attachment[] | undefined
}

/** How a campaign is sent and measured. */
export interface Settings {
  limits?: Limits | undefined
  concurrency?: number | undefined
  tracking?: TrackingOptions | undefined
  /** What one unsubscribes from by it; default: everything. */
  topic?: string | undefined
  onUnknown?: OnUnknown | undefined
  /** A name of the option `transport` or `transportNames`. @default 'default' */
  transport?: string | undefined
  /** When its messages may leave; what waits for a slot as they end may leave up to 5 s later. @default at any time */
  hours?: SendingHours | undefined
  /**
   * Nothing leaves from then on: what is still queued is `skipped`, its error of the kind `expired`, and the campaign
   * completes. Later than `scheduledAt`. @default no end
   */
  notAfter?: When | undefined
}

interface Planned {
  name: string
  delayMs?: number | undefined
  jitterMs?: number | undefined
  /** The campaign starts then, or as soon after as a sender runs. */
  scheduledAt?: When | undefined
}

/**
 * What creates a campaign. A subject is needed unless the template has one, and `from` unless the installation has one.
 * Everything is checked before anything is stored; an unknown field is an error.
 */
export type CampaignInput = Headed & Content & Settings & Planned & CampaignRecipients

/** Whom a campaign goes to, and how it begins. */
export interface CampaignRecipients {
  /**
   * People, or a selection of them. Over HTTP an array or a selection; a program may give any iterable or async
   * iterable, which is read while it is stored, in constant memory.
   */
  recipients?: Selection | Iterable<RecipientInput> | AsyncIterable<RecipientInput> | undefined
  /**
   * What is done about a recipient that is not valid: `refuse` the campaign, with its place in `field`, or `skip` it,
   * counted in a warning. @default 'refuse' for an array, which is checked whole before anything is stored, 'skip' for
   * another iterable
   */
  onInvalid?: 'refuse' | 'skip' | undefined
  /** Default true: create and send. */
  start?: boolean | undefined
  /** The same key continues or returns the same campaign, never a second one. */
  key?: string | undefined
}

/** A change: null sets a field back to its default. */
export type Clearable<T> = { [K in keyof T]?: T[K] | null | undefined }

/**
 * What may be changed: all of it in a draft or scheduled campaign; content, attachments, sender, headers, transport and
 * name also while it is paused, of which messages that were sent keep what they had; `delayMs`, `jitterMs`, `limits`,
 * `concurrency`, `hours` and `notAfter` also while it is sending. What is not named stays; null sets a field back to
 * its default, and is refused where there is none (`name`, `subject`, `document`, `html` without a text). `document`
 * and `template` replace the content, and `html` or `text` leave no document; null of `template` makes the content the
 * campaign's own; `recipients` replaces those planned before.
 */
export type CampaignPatch = Clearable<
  Headed &
    Settings &
    Planned & { html: string; inlineCss: boolean; text: string; document: EmailDocument; template: string }
> &
  Pick<CampaignRecipients, 'recipients'>

/**
 * Which messages are queued again: those that `failed`, those `unknown` (which may have arrived, so that some
 * recipients get it twice), or both; with `messageIds` (at most 10,000) only these of them. Their attempts begin at 0
 * again; erased recipients are left out.
 */
export interface RetryInput {
  include: ('failed' | 'unknown')[]
  messageIds?: string[] | undefined
}
