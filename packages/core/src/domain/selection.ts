import type { PageQuery } from './page.ts'
import type { RecipientInput } from './recipient.ts'

/**
 * Earlier campaigns: one or several, of which any will do; or the newest `last` of the caller's that are completed or
 * being sent, as they are when the campaign is planned. At most 100.
 */
export type Past = { campaignId: string | string[] } | { last: number }

/** The most campaigns that a selection asks about, all of its parts together. */
export const mostPastCampaigns = 100

/**
 * Chooses people; parts of one object must all hold. Read when the campaign is planned: who is added later is not in
 * it. `{}` is the whole directory.
 *
 * People are those of the directory, with what it says of them, where a `company` or `tag` is asked for, or nothing of
 * an earlier campaign has to hold. All others are found among the recipients of those campaigns, as they were then; of
 * somebody who is in several, as in the newest. What became of a person is that of the messages to their address.
 */
export interface Segment {
  /** Beginning of email, name or company, without case and accents. */
  q?: string | undefined
  /** Without case and accents, whole. */
  company?: string | undefined
  tag?: string | undefined
  /** It was planned for them, whatever became of it. */
  planned?: Past | undefined
  /** A server accepted the message to them. */
  received?: Past | undefined
  /** By the headline figures: machines do not count, a click counts as an open. */
  opened?: Past | undefined
  /** With `url`, a link to it as its author wrote it, as far as events are kept. */
  clicked?: (Past & { url?: string | undefined }) | undefined
  /** It came back. */
  bounced?: Past | undefined
  /** At least one of these holds. */
  any?: Segment[] | undefined
  not?: Segment | undefined
}

/** Asks for a page of the people of a segment. */
export interface SegmentQuery extends PageQuery {
  where: Segment
}

/** Somebody who is in a segment. */
export interface SegmentPerson {
  /** The directory's id; null: found among the recipients of an earlier campaign. */
  contactId: string | null
  email: string
  name: string | null
  company: string | null
}

/** The most addresses that a selection leaves out by name; more of them are a segment. */
export const mostExcepted = 10_000

/**
 * Who receives a campaign: contacts by their ids, people who are given, and all of a segment; where several are given,
 * any of them, in this order. An address that comes twice is mailed once, with the data of the first, and named in a
 * warning. A missing contact is `unknown_contact`; suppressed addresses are stored as `skipped`.
 */
export interface Selection {
  contactIds?: string[] | undefined
  /** At most 200,000. What is done about one that is not valid, `onInvalid` of the campaign says, as for an array. */
  people?: RecipientInput[] | undefined
  where?: Segment | undefined
  /** Addresses that are left out, whichever part has them; at most 10,000. */
  except?: string[] | undefined
}

/** Whom a selection reaches. */
export interface SelectionCount {
  /** Addresses, each once, those that are suppressed among them. */
  total: number
  /** Those that a campaign without a topic would skip. */
  suppressed: number
  /** How many companies these people are of, as they are written but for case and accents. */
  companies: number
}
