import type { ReportedFailure } from '../../domain/feedback.ts'
import { failureOf, labelOf, type Meaning, onOwnList } from './event-parts.ts'
import { textOf } from './fields.ts'

const dead: Meaning = { permanent: true, kind: 'address', suppress: 'now' }
const forNow: Meaning = { permanent: false, kind: 'other', suppress: 'soft' }
const unsaid: Meaning = { permanent: false, kind: 'other', suppress: 'no' }

/** By type and subtype, both in words of Amazon SES; of those that are not here the type alone counts. */
const meanings = new Map<string, Meaning>([
  ['Transient/MailboxFull', { permanent: false, kind: 'mailbox', suppress: 'soft' }],
  ['Transient/MessageTooLarge', { permanent: true, kind: 'content', suppress: 'no' }],
  ['Transient/ContentRejected', { permanent: true, kind: 'content', suppress: 'no' }],
  ['Transient/AttachmentRejected', { permanent: true, kind: 'content', suppress: 'no' }],
])
const ownLists = new Set(['Suppressed', 'OnAccountSuppressionList', 'UnsubscribedRecipient'])

/** A bounce as Amazon SES and others call it, and as the server that refused does. */
export function sesFailure(
  { type, subType }: { type: unknown; subType: unknown },
  said: { status?: unknown; text?: unknown },
): ReportedFailure {
  const label = labelOf(type, subType)
  if (typeof subType === 'string' && ownLists.has(subType)) return onOwnList(textOf(said.text) ?? label)
  const meaning = meanings.get(label ?? '') ?? (type === 'Permanent' ? dead : forNow)
  // Where no server is quoted it may be the answer of somebody who is away.
  const isBare = said.status === undefined && said.text === undefined
  return failureOf(said, isBare && meaning === forNow ? unsaid : meaning, label)
}
