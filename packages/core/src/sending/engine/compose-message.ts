import type { ComposedMessage } from '../../content/composer.ts'
import { SillageError } from '../../domain/errors.ts'
import type { Consent } from '../../domain/recipient.ts'
import { mergeData } from '../../kit/merge-data.ts'
import { envelopeAddress } from '../../recipients/address.ts'
import type { CampaignRecord, ClaimedMessage, Tracked } from '../../store/port/records.ts'
import type { Composers } from '../composers.ts'
import type { MarkHeaders } from '../mark-headers.ts'
import { messageInParts } from '../transport/message-bytes.ts'
import type { OutgoingMessage } from '../transport/transport.ts'
import { type Lane, type LaneMail, laneMail } from './lane.ts'

export interface ComposeDeps {
  composers: Pick<Composers, 'withContent'>
  marks: MarkHeaders
  buffers: MessageBuffers
  trackingFor(campaign: CampaignRecord, consent: Consent | null): Tracked
}

export interface ReadyMessage {
  outgoing: OutgoingMessage
  /** The bytes that only this message has. */
  own: Buffer
  tracked: Tracked
}

/**
 * Composes one claimed message, one recipient, envelope given. The bytes are its own. Throws what the composer throws.
 */
export function composeMessage(
  lane: Lane,
  message: ClaimedMessage,
  now: number,
  deps: ComposeDeps,
): ReadyMessage | Promise<ReadyMessage> {
  if (message.contentId !== null)
    return deps.composers
      .withContent(lane.campaign, message.contentId)
      .then((own) => composeBy(laneMail(own), message, now, deps))
  if (lane.mail === undefined)
    throw new SillageError('compose_failed', 'The stream of this message has no content any more, nor has the message.')
  return composeBy(lane.mail, message, now, deps)
}

function composeBy(
  { campaign, composer, ownHeaders, fromDomain }: LaneMail,
  message: ClaimedMessage,
  now: number,
  { marks, trackingFor, buffers }: ComposeDeps,
): ReadyMessage | Promise<ReadyMessage> {
  const tracking = trackingFor(campaign, message.consent)
  const address = envelopeAddress(message.email)
  const report = marks.report(message.id)
  const composed = composer.compose({
    messageId: message.id,
    rfcMessageId: `${report}@${fromDomain}`,
    to: message.name === null ? { address } : { name: message.name, address },
    data: mergeData(message),
    date: new Date(now),
    tracking: { ...tracking, aggregate: campaign.options.tracking.aggregate ?? false },
    headers: marks.headers(message.id, ownHeaders, composer.urls),
    envelopeFrom: marks.envelopeFrom(message.id),
  })
  const own = (mail: ComposedMessage): ReadyMessage => {
    const envelope = { from: mail.envelope.from, to: mail.envelope.to, id: report }
    const [first = mail.raw, ...shared] = mail.parts ?? []
    // The composer's buffer is written again with the next message, while this one is on the wire.
    const raw = buffers.copy(first)
    const outgoing = shared.length === 0 ? { envelope, raw } : messageInParts(envelope, [raw, ...shared])
    return { outgoing, own: raw, tracked: tracking }
  }
  return composed instanceof Promise ? composed.then(own) : own(composed)
}

/**
 * Buffers for messages on the wire, used again: a fresh one for every mail is what the garbage collector would be
 * busiest with.
 */
export interface MessageBuffers {
  /** A copy of these bytes. */
  copy(raw: Buffer): Buffer
  /** Gives a copy back, when it is not read any more. */
  release(copy: Buffer): void
}

const bufferBytes = 32 * 1024

export function createMessageBuffers(keep: number): MessageBuffers {
  const free: Buffer[] = []
  return {
    copy(raw) {
      if (raw.length > bufferBytes) return Buffer.from(raw)
      const buffer = free.pop() ?? Buffer.allocUnsafeSlow(bufferBytes)
      raw.copy(buffer)
      return buffer.subarray(0, raw.length)
    },
    release(copy) {
      const { buffer } = copy
      if (buffer.byteLength === bufferBytes && free.length < keep) free.push(Buffer.from(buffer))
    },
  }
}
