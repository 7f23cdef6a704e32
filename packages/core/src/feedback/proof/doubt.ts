/** Why a request is not proven to come from who it says: a closed list, for logs and metrics. */
export type Doubt =
  /** A part of the proof is missing: a signature, a time, an id. */
  | 'no_signature'
  | 'bad_signature'
  /** Signed too long ago, or for a time to come. */
  | 'too_old'
  /** The proof of one body came with another. */
  | 'replayed'
  /** The password, token or key of a source without signatures. */
  | 'wrong_credentials'
