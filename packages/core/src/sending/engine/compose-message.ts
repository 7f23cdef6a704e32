import type { ComposedMessage } from '../../content/composer.ts'
import type { Consent } from '../../domain/recipient.ts'
import { mergeData } from '../../kit/merge-data.ts'
import { envelopeAddress } from '../../recipients/address.ts'
import type { CampaignRecord, ClaimedMessage, Tracked } from '../../store/records.ts'
import type { BulkHeaders } from '../bulk-headers.ts'
import type { OutgoingMessage } from '../transport/transport.ts'
import type { Lane } from './lane.ts'
import type { MessageBuffers } from './message-buffers.ts'
import { messageIdFor } from './message-id.ts'

export interface ComposeDeps {
  bulk: BulkHeaders
  buffers: MessageBuffers
  trackingFor(campaign: CampaignRecord, consent: Consent | null): Tracked
}

export interface ReadyMessage {
  outgoing: OutgoingMessage
  tracked: Tracked
}

/** Composes one claimed message, one recipient, envelope given. The bytes are its own. Throws what the composer throws. */
export function composeMessage(
  lane: Lane,
  message: ClaimedMessage,
  now: number,
  { bulk, trackingFor, buffers }: ComposeDeps,
): ReadyMessage | Promise<ReadyMessage> {
  const { campaign } = lane
  const tracking = trackingFor(campaign, message.consent)
  const address = envelopeAddress(message.email)
  const composed = lane.composer.compose({
    messageId: message.id,
    rfcMessageId: messageIdFor(campaign.seed, message.id, lane.fromDomain),
    to: message.name === null ? { address } : { name: message.name, address },
    data: mergeData(message),
    date: new Date(now),
    tracking: { ...tracking, aggregate: campaign.options.tracking.aggregate ?? false },
    headers: bulk.headers(message.id, lane.ownHeaders),
    envelopeFrom: bulk.envelopeFrom(message.id),
  })
  const own = ({ envelope, raw }: ComposedMessage): ReadyMessage => ({
    // The composer's buffer is written again with the next message, while this one is on the wire.
    outgoing: { envelope: { from: envelope.from, to: envelope.to }, raw: buffers.copy(raw) },
    tracked: tracking,
  })
  return composed instanceof Promise ? composed.then(own) : own(composed)
}
