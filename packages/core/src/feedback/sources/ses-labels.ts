import type { ReportedFailure } from '../../domain/feedback.ts'
import { failureOf, labelOf, type Meaning, type OwnList, onOwnList } from './event-parts.ts'
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
const ownLists = new Map<unknown, OwnList>([
  ['Suppressed', 'bounce'],
  ['OnAccountSuppressionList', 'bounce'],
  ['UnsubscribedRecipient', 'unsubscribe'],
])

/** A bounce as Amazon SES and others call it, and as the server that refused does. */
export function sesFailure(
  { type, subType }: { type: unknown; subType: unknown },
  said: { status?: unknown; text?: unknown },
): ReportedFailure {
  const label = labelOf(type, subType)
  const list = ownLists.get(subType)
  if (list !== undefined) return onOwnList(list, textOf(said.text) ?? label)
  const meaning = meanings.get(label ?? '') ?? (type === 'Permanent' ? dead : forNow)
  // Where no server is quoted it may be the answer of somebody who is away.
  const isBare = said.status === undefined && said.text === undefined
  return failureOf(said, isBare && meaning === forNow ? unsaid : meaning, label)
}
