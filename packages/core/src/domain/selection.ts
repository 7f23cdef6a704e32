/** An earlier campaign. */
export interface Past {
  campaignId: string
}

/**
 * Chooses people; parts of one object must all hold. Either from the directory, by `q`, `company` and `tag`, or by what
 * became of one earlier campaign, which at least one part outside `any` and `not` has to name; `company` and `tag` are
 * of the directory. Read when the campaign is planned: contacts added later are not in it. `{}` is the whole directory.
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
  clicked?: Past | undefined
  /** It came back. */
  bounced?: Past | undefined
  /** At least one of these holds. */
  any?: Segment[] | undefined
  not?: Segment | undefined
}

/**
 * Who receives a campaign: contacts by their ids, and all of a segment; where both are given, either. An address that
 * comes twice is mailed once, with the data of the first, and named in a warning. A missing contact is
 * `unknown_contact`; suppressed addresses are stored as `skipped`.
 */
export interface Selection {
  contactIds?: string[] | undefined
  where?: Segment | undefined
}
