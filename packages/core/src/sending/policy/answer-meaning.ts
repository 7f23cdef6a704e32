import type { FailureKind } from '../../domain/message.ts'

/** Whose doing a refusal is: the recipient's, ours, our content's, a network's, or that of how fast we send. */
type RefusalCause = 'recipient' | 'sender' | 'content' | 'network' | 'rate' | 'unknown'

/** What an answer says, whoever gave it: a server in a conversation, or a report about one. */
export interface AnswerMeaning {
  kind: FailureKind
  cause: RefusalCause
  /** `now`: the address must not be mailed again. `soft`: counts against it, and one is not enough. */
  suppress: 'now' | 'soft' | 'no'
  /** The recipient's domain wants it slower. */
  slow: boolean
  /**
   * `domain`: others at that domain would be refused too. `campaign`: so would all others, until a person changes
   * something.
   */
  stop?: 'domain' | 'campaign'
  /** Where the words say something else than the class of the code does. */
  permanent?: boolean
}

const plain = { suppress: 'no', slow: false } as const
const soft = { suppress: 'soft', slow: false } as const
const ours = { ...plain, cause: 'sender', stop: 'campaign' } as const

/** Named by what is the matter. */
export const meanings = {
  deadAddress: { kind: 'address', cause: 'recipient', suppress: 'now', slow: false },
  doubtfulAddress: { ...soft, kind: 'address', cause: 'recipient' },
  /** The address cannot take this kind of mail, or is being verified; nothing is wrong with it. */
  addressForOthers: { ...plain, kind: 'address', cause: 'recipient' },
  addressBeingVerified: { ...plain, kind: 'address', cause: 'network' },
  fullMailbox: { ...soft, kind: 'mailbox', cause: 'recipient' },
  mailboxForNow: { ...soft, kind: 'mailbox', cause: 'recipient', permanent: false },
  brokenList: { ...plain, kind: 'mailbox', cause: 'recipient' },
  fullServer: { ...plain, kind: 'mailbox', cause: 'network' },
  refusedByRecipient: { ...plain, kind: 'policy', cause: 'recipient' },

  ourAccount: { ...ours, kind: 'auth' },
  ourSettings: { ...ours, kind: 'config' },
  ourAuthentication: { ...ours, kind: 'policy' },
  ourQuota: { ...ours, kind: 'rate', slow: true, permanent: false },
  /** Reported by a third server it may as well be one that no longer serves the domain. */
  noRelayElsewhere: { ...soft, kind: 'config', cause: 'unknown' },

  refusedByDomain: { ...plain, kind: 'policy', cause: 'sender', stop: 'domain' },
  /** An operator can have that changed, and then the same message is taken. */
  listed: { ...plain, kind: 'policy', cause: 'sender', stop: 'domain', permanent: false },
  slowedForPolicy: { kind: 'policy', cause: 'sender', suppress: 'no', slow: true, stop: 'domain', permanent: false },
  slowedForReputation: { kind: 'rate', cause: 'sender', suppress: 'no', slow: true, stop: 'domain', permanent: false },
  tooFast: { kind: 'rate', cause: 'rate', suppress: 'no', slow: true, permanent: false },
  greylisted: { ...plain, kind: 'greylist', cause: 'rate', permanent: false },

  badContent: { ...plain, kind: 'content', cause: 'content' },
  takenForSpam: { ...plain, kind: 'content', cause: 'content', stop: 'domain' },
  badConversation: { ...plain, kind: 'protocol', cause: 'content' },
  network: { ...plain, kind: 'connection', cause: 'network' },
  /** A server that tried for days gave up, whatever the class of its code. */
  expired: { ...soft, kind: 'expired', cause: 'network', permanent: true },
  unknown: { ...soft, kind: 'other', cause: 'unknown' },
} as const satisfies Record<string, AnswerMeaning>
