import type { SnsEnvelope } from '../proof/sns-signature.ts'
import type { Fields } from './fields.ts'

const needed = ['MessageId', 'TopicArn', 'Message', 'Timestamp'] as const
const ofConfirmations = ['Token', 'SubscribeURL'] as const
const ofSignatures = ['SignatureVersion', 'Signature', 'SigningCertURL'] as const

/** The envelope of a message of SNS; else why it is none. Not SNS's own is what has no type of its. */
export function readEnvelope(fields: Fields): SnsEnvelope | 'wrong_shape' | 'no_signature' {
  const { Type, Subject } = fields
  const isConfirmation = Type === 'SubscriptionConfirmation' || Type === 'UnsubscribeConfirmation'
  const has = (name: string) => typeof fields[name] === 'string'
  if (Type !== 'Notification' && !isConfirmation) return 'wrong_shape'
  if (!needed.every(has) || (isConfirmation && !ofConfirmations.every(has))) return 'wrong_shape'
  if (Subject !== undefined && Subject !== null && typeof Subject !== 'string') return 'wrong_shape'
  if (!ofSignatures.every(has)) return 'no_signature'
  // A subject that is null is none, and not signed.
  return { ...fields, Subject: Subject ?? undefined } as SnsEnvelope
}
