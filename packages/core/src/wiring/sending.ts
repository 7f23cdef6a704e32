import { policyOf } from '../feedback/policy.ts'
import { refOf, streamOf } from '../news/recorded-news.ts'
import { type AlignmentWatch, createAlignmentWatch } from '../sending/alignment-watch.ts'
import { type Composers, createComposers } from '../sending/composers.ts'
import type { ComposeDeps } from '../sending/engine/compose-message.ts'
import { createMarkHeaders, type MarkHeaders } from '../sending/mark-headers.ts'
import { missingTransport } from '../sending/missing-transport.ts'
import { createSender, type Sender } from '../sending/sender.ts'
import type { SenderNotice } from '../sending/sender-notice.ts'
import { createSenders } from '../sending/senders.ts'
import { defaultTransport, transportsOf } from '../sending/transport/named-transports.ts'
import type { Transport } from '../sending/transport/transport.ts'
import { measurable, trackingFor } from '../tracking/consent.ts'
import type { Base } from './base.ts'

/** The parts that send. Without a transport this process composes, for views and tests, but sends nothing. */
export interface Sending {
  /** By name. */
  transports: ReadonlyMap<string, Transport>
  /** The one that sends tests. */
  transport: Transport | undefined
  /** Of that one. */
  watchAlignment: AlignmentWatch | undefined
  composers: Composers
  marks: MarkHeaders
  trackingFor: ComposeDeps['trackingFor']
  sender: Sender | undefined
  /** The sender, or `missing_transport`. */
  requireSender(): Sender
}

export function wireSending(base: Base): Sending {
  const { options, store, clock, logger, compile, urls, files, unsetConsent, measuresReadTime, name } = base
  const { sending = {} } = options
  const transports = transportsOf(options.transport)
  const composers = createComposers({ store, compile, urls, files })
  const marks = createMarkHeaders(sending.marks ?? {}, {
    sealer: base.sealer,
    sources: Object.values(options.feedback?.sources ?? {}),
  })
  const measured: Sending['trackingFor'] = (campaign, consent) =>
    trackingFor(measurable(campaign.html, campaign.options.tracking), consent, {
      unset: unsetConsent,
      readTime: measuresReadTime,
    })
  const watches = new Map<string, AlignmentWatch>()
  const senders = [...transports].map(([transportName, transport]) => {
    const watchAlignment = createAlignmentWatch(transport, logger)
    watches.set(transportName, watchAlignment)
    return createSender({
      // What one sender holds is not another's.
      name: transportName === defaultTransport ? name : `${name}/${transportName}`,
      store,
      transport,
      transportName,
      clock,
      logger,
      composers,
      marks,
      watchAlignment,
      concurrency: sending.concurrency,
      limits: sending.limits,
      domainLimits: sending.domainLimits,
      retry: sending.retry,
      leaseMs: sending.leaseMs,
      keepProviderIds: Object.values(options.feedback?.sources ?? {}).some((source) => source.needsProviderId),
      softBounces: policyOf(options.feedback?.policy ?? {}).soft,
      trackingFor: measured,
      life: base.life,
      emit: (notice) => tell(base, notice),
    })
  })
  const sender = senders.length > 1 ? createSenders(senders) : senders[0]
  return {
    transports,
    transport: transports.get(defaultTransport),
    watchAlignment: watches.get(defaultTransport),
    composers,
    marks,
    trackingFor: measured,
    sender,
    requireSender() {
      if (sender === undefined) throw missingTransport()
      return sender
    },
  }
}

/** Events about one message stay in this process; changes of figures go to all. */
function tell({ bus, news }: Base, notice: SenderNotice): void {
  if (notice.type === 'changed' || notice.type === 'progress' || notice.type === 'fault') {
    bus.publish(notice)
    return
  }
  const { campaign, message, at } = notice
  const about = { at, owner: campaign.owner }
  const data = refOf({ ...message, messageId: message.id, stream: streamOf(campaign) })
  if (notice.type === 'sent') news.publish({ ...about, type: 'message.sent', data })
  else news.publish({ ...about, type: 'message.failed', data: { ...data, error: notice.error } })
}
