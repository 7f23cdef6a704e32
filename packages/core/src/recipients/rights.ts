import type { Clock } from '../domain/clock.ts'
import type { EventItem } from '../domain/event.ts'
import type { Logger } from '../domain/logger.ts'
import type { MessageItem } from '../domain/message.ts'
import type { Consent, Contact, Suppression } from '../domain/recipient.ts'
import type { CampaignSummary } from '../store/port/records.ts'
import type { Store } from '../store/port/store.ts'
import type { OwnContent } from '../store/port/stream-records.ts'
import { suppressionLines } from '../store/rules/suppression-lines.ts'
import { toEventItem, toMessageItem } from '../store/to-items.ts'
import { checkAddress } from './address.ts'
import { toContact } from './contacts.ts'
import { toSuppression } from './suppressions.ts'

/** Everything that is kept of a person, as the API shows each; empty lists where there is nothing. */
export interface RecipientExport {
  contacts: Contact[]
  /** With what was merged in, what was agreed to, and what they said where that was written for them alone. */
  messages: (MessageItem & {
    data: Record<string, unknown>
    consent: Consent | null
    content: { subject: string; html: string; text: string | null } | null
  })[]
  events: (EventItem & { messageId: string })[]
  suppressions: Suppression[]
  /** Messages that came back and count against the address, oldest first. */
  softBounces: { messageId: string; at: string }[]
  /** What the address decided, oldest first. */
  consents: { consent: Consent; at: string; source: string }[]
}

/** The rights of the person behind an address: to get everything that is kept, and to have it erased. */
export interface Rights {
  export(email: string): Promise<RecipientExport>
  erase(email: string): Promise<{ messages: number }>
}

/** Of a mail that was not kept the subject alone. */
const saidIn = (own: OwnContent | undefined) =>
  own === undefined ? null : { subject: own.subject, html: own.html, text: own.text }

/** Of a removed one it is not known any more. */
const noStream = { kind: 'campaign', key: null } as const

/** The keyed hash under which a suppression outlives an erasure; resolves once its key is loaded. */
export type AddressHash = () => Promise<(email: string) => string>

export function createRights(
  { privacy, campaigns, streams }: Pick<Store, 'privacy' | 'campaigns' | 'streams'>,
  { clock, logger }: { clock: Clock; logger: Logger },
  addressHash: AddressHash,
  owner: string | undefined,
): Rights {
  return {
    async export(email) {
      const address = checkAddress(email)
      const kept = await privacy.export(owner, address, (await addressHash())(address))
      const links = new Set(kept.events.flatMap(({ linkId }) => linkId ?? []))
      const urls = new Map<number | null, string>()
      for (const id of links) urls.set(id, (await campaigns.link(id))?.url ?? '')
      const found = new Map<number, CampaignSummary | undefined>()
      for (const { campaignId } of kept.messages)
        if (!found.has(campaignId)) found.set(campaignId, await campaigns.summary(campaignId))
      const contents = new Map<number | null, RecipientExport['messages'][number]['content']>([[null, null]])
      for (const { contentId } of kept.messages)
        if (contentId !== null && !contents.has(contentId))
          contents.set(contentId, saidIn(await streams.content(contentId)))
      return {
        contacts: kept.contacts.map(toContact),
        messages: kept.messages.map((message) => {
          const { campaignId, data, consent, contentId } = message
          const content = contents.get(contentId) ?? null
          return { ...toMessageItem(message, found.get(campaignId) ?? noStream), data, consent, content }
        }),
        events: kept.events.map((event) => {
          const url = urls.get(event.linkId) || null
          return { ...toEventItem({ ...event, url }), messageId: String(event.messageId) }
        }),
        suppressions: suppressionLines(kept.suppressions).map(toSuppression),
        softBounces: kept.softBounces.map(({ messageId, at }) => {
          return { messageId: String(messageId), at: new Date(at).toISOString() }
        }),
        consents: kept.consents.map(({ consent, at, source }) => {
          return { consent, at: new Date(at).toISOString(), source }
        }),
      }
    },
    async erase(email) {
      const address = checkAddress(email)
      const emailHash = (await addressHash())(address)
      const { messages, delayed } = await privacy.erase({ owner, email: address, emailHash, at: clock.now() })
      if (delayed)
        logger.warn({ messages }, 'an erasure is done, and older versions leave the log of the database a little later')
      return { messages }
    },
  }
}
