import { type KeyObject, verify } from 'node:crypto'

/** What SNS sends around a message, as far as it is there and text. */
export interface SnsEnvelope {
  Type: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation'
  MessageId: string
  TopicArn: string
  Message: string
  Timestamp: string
  SignatureVersion: string
  Signature: string
  SigningCertURL: string
  /** Of notifications, and there only sometimes. */
  Subject?: string | undefined
  /** Of confirmations. */
  Token?: string | undefined
  SubscribeURL?: string | undefined
}

const ofNotifications = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const
const ofConfirmations = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'] as const
const hashes = new Map([
  ['1', 'sha1'],
  ['2', 'sha256'],
])

/** The text that SNS signs: name and value of each field, a line each; a field that is not there is left out. */
export function signedText(envelope: SnsEnvelope): string {
  const names = envelope.Type === 'Notification' ? ofNotifications : ofConfirmations
  return names.map((name) => (envelope[name] === undefined ? '' : `${name}\n${envelope[name]}\n`)).join('')
}

/** True where the owner of the key signed it, by either version. */
export function isSignedBy(envelope: SnsEnvelope, key: KeyObject): boolean {
  const hash = hashes.get(envelope.SignatureVersion)
  if (hash === undefined) return false
  return verify(hash, Buffer.from(signedText(envelope)), key, Buffer.from(envelope.Signature, 'base64'))
}
