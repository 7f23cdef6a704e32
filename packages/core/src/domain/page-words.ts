/** A page with a single message. */
export interface PageWords {
  title: string
  text: string
}

/**
 * The texts of the pages that recipients reach, in one language. `{topic}` is the name of a topic, `{sender}` whom the
 * mail is from, `{date}` a day.
 */
export interface RecipientPages {
  unknownLink: PageWords
  unavailable: PageWords
  gone: PageWords
  test: PageWords
  unsubscribe: PageWords & {
    /** In place of `text`, where the mail is of a topic. */
    topicText: string
    button: string
    /** Leads to the page of choices. */
    choices: string
  }
  unsubscribed: PageWords & {
    topicText: string
    undo: string
    /** What the undo does, beside its button. */
    undoText: string
  }
  /** After it was taken back. */
  returned: PageWords & { topicText: string }
  /** What may be said for leaving. */
  reasons: {
    label: string
    none: string
    too_many: string
    not_relevant: string
    not_signed_up: string
    other: string
  }
  preferences: PageWords & {
    receive: string
    /** The only box, where there are no topics. */
    mails: string
    left: string
    held: string
    /** Asks for what `reasons` has. */
    reason: string
    everything: string
    measured: string
    measuredText: string
    opens: string
    clicks: string
    readTime: string
    button: string
    saved: string
  }
}

/** Words of the host's own, laid over those of the library: a text that is not given stays. */
export type OwnPages = {
  readonly [K in keyof RecipientPages]?: { readonly [W in keyof RecipientPages[K]]?: string | undefined } | undefined
}
