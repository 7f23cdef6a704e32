import type { PreviewAttachment } from './attachment.ts'
import type { TrackingOptions } from './campaign.ts'
import type { Content, Headed } from './campaign-input.ts'
import type { Warning } from './warning.ts'

/** In whose place a preview or a test is made. */
interface Sample {
  /** The contact whose data is merged in. */
  contactId?: string | undefined
  /** Merge data in place of a contact's. */
  data?: Record<string, unknown> | undefined
}

/**
 * Requests content as one contact would get it, with the author's own links and no pixel; without contact and data the
 * fields show their own names. A subject is not needed. Nothing is stored or sent.
 */
export type PreviewInput = Headed & Content & Sample & { tracking?: TrackingOptions | undefined }

/**
 * Content as one contact would get it, with the author's own links, no pixel, and what an author should know before
 * sending. `html` is the author's, to be shown in a sandbox only; the library's own URLs in it read `#`.
 */
export interface Preview {
  subject: string
  /** As it is put into the HTML; null where none is. */
  preheader: string | null
  html: string
  text: string
  warnings: Warning[]
  /** The merge fields the content uses, each once. */
  fields: string[]
  /** Its files; the pictures among them that the HTML shows are in `html`. */
  attachments: PreviewAttachment[]
}

/**
 * One mail to one address: untracked links, no pixel, unsubscribe pages that only say it is a test. Suppressions and
 * limits do not apply to it, and nothing of it is stored. Content as for a campaign; without contact and data merge
 * fields are empty except for the address.
 */
export type TestInput<To extends string | readonly string[] = string | readonly string[]> = Headed &
  Content &
  Sample & {
    /** An address, or up to ten: each gets a mail of its own. */
    to: To
  }

/** What became of a test once the server accepted it: the address, and the Message-ID it was sent under. */
export interface TestResult {
  to: string
  rfcMessageId: string
}

/** What `sendTest` returns: for one address its result, for several a list of them. */
export type TestResults<To extends string | readonly string[]> = To extends string ? TestResult : TestResult[]

/** A template in a list: without its content. Times are ISO 8601 UTC. */
export interface TemplateItem {
  id: string
  /** The host's own name for it, by which a program finds it in every database; null without one. */
  key: string | null
  name: string
  subject: string
  /** How often it was changed, from 1. See `Edit`. */
  revision: number
  createdAt: string
  updatedAt: string
}

/** Stored content to choose from, as the API shows it; `text` is null where the text part is made from the HTML. */
export interface Template extends TemplateItem {
  /** What lists of mails show behind the subject. */
  preheader: string | null
  html: string
  text: string | null
}

/**
 * A template to store. Subject and preheader (one line each, at most 998 characters), HTML and text are sources for the
 * installation's template engine; one it cannot read is `invalid_template` with the field. Whether links and merge
 * fields make sense is reported when a campaign is made of it.
 */
export interface TemplateInput {
  /** Unique within its owner: small letters, digits and hyphens, a letter first, at most 64; so none reads as an id. */
  key?: string | undefined
  name: string
  subject: string
  preheader?: string | null | undefined
  html: string
  /** Writes the rules of its style sheets into the elements; they stay besides. @default false */
  inlineCss?: boolean | undefined
  text?: string | null | undefined
}

/** What may be changed of a template: what is not named stays, null empties a field. */
export interface TemplatePatch {
  key?: string | null | undefined
  name?: string | undefined
  subject?: string | undefined
  preheader?: string | null | undefined
  html?: string | undefined
  /** Of the HTML that is given beside it. */
  inlineCss?: boolean | undefined
  text?: string | null | undefined
}
