import type { PictureType } from '../../domain/asset.ts'
import { addressKey } from '../../kit/address-key.ts'
import type { DueHeap } from '../../kit/due-heap.ts'
import { fold } from '../../kit/fold.ts'
import type { GoneMessage } from '../port/message-store.ts'
import type { OutageRecord } from '../port/outage-store.ts'
import type { OutboxFact } from '../port/outbox-store.ts'
import type { OwnerSetting } from '../port/owner-settings-store.ts'
import type { ConsentChange } from '../port/privacy-store.ts'
import type {
  CampaignRecord,
  ContactRecord,
  EventRecord,
  LinkRecord,
  MessageRecord,
  NewMessage,
  SentContent,
} from '../port/records.ts'
import type { OwnContent } from '../port/stream-records.ts'
import type { SoftBounce, SuppressionRecord } from '../port/suppression-store.ts'
import type { TemplateRecord } from '../port/template-records.ts'
import type { DeliveryRecord, Reading, WebhookRecord } from '../port/webhook-store.ts'
import type { Lease } from '../rules/changed-lease.ts'
import type { MessageTally } from '../rules/ledger.ts'
import type { ProgramCounts } from '../rules/programs.ts'
import type { ThrottleState } from '../rules/throttle-slots.ts'
import type { Hours } from '../rules/timeline.ts'

export interface CampaignRow {
  record: CampaignRecord
  /** Its content from each version on at which that changed. */
  contents: ({ version: number } & SentContent)[]
  removed: boolean
  /** What `purge` removed: then it cannot be counted again. */
  purged: 'nothing' | 'events' | 'messages'
  messages: Map<number, MessageRow>
  /** Messages by address key. */
  byEmail: Map<string, MessageRow[]>
  /** What messages are the only ones by: their address, or the caller's key. */
  onlyOnes: Set<string>
  due: DueHeap
  timeline: Hours
  programs: ProgramCounts
  /** Aggregate events, which belong to no recipient. */
  events: EventRecord[]
}

export interface MessageRow {
  record: MessageRecord
  campaign: CampaignRow
  /** Keyed hash of its address, until that is erased. */
  emailHash: string | undefined
  once: NewMessage['once']
  folded: { email: string; name: string; company: string }
  /**
   * The sender that holds it while claimed or sending; afterwards the one that lost it while sending and may still
   * report it sent.
   */
  sender: string | null
  leaseUntil: number
  events: EventRecord[]
  /** The source of the record's counters; undefined until there is an event. */
  tally: MessageTally | undefined
}

/** A content that messages of streams have for their own; `key` is its owner and what it is. */
export interface OwnContentRow {
  id: number
  key: string
  content: OwnContent
  /** How many messages have it. */
  users: number
  /** By stream. */
  links: Map<number, LinkRecord[]>
}

/** The bytes of a file; `key` is its owner and hash. */
interface AttachmentRow {
  id: number
  owner: string | null
  key: string
  bytes: Buffer
  addedAt: number
}

/** A picture; its hash is its key. */
interface AssetRow {
  type: PictureType
  bytes: Buffer
  addedAt: number
  isNamed: boolean
}

/** How far a subscription or webhook has read, and which process reads for it. */
export interface ReadingRow extends Pick<Reading, 'types' | 'machines' | 'place' | 'tries'> {
  /** Null for a subscription. */
  webhookId: number | null
  lease: Lease | undefined
  servedAt: number
}

/** Everything a memory store holds. Two stores on one state are like two processes on one database. */
export interface MemoryState {
  ids: Map<Table, number>
  /** Removed campaigns are in `removed` instead, so that no method finds them. */
  campaigns: Map<number, CampaignRow>
  removed: CampaignRow[]
  /** By owner, kind and key. */
  campaignKeys: Map<string, number>
  messages: Map<number, MessageRow>
  /** Messages under a lease: claimed or sending. */
  leased: Set<MessageRow>
  links: Map<number, LinkRecord>
  /** Without those of messages' own contents. */
  linksByCampaign: Map<number, LinkRecord[]>
  ownContents: Map<number, OwnContentRow>
  ownContentKeys: Map<string, number>
  /** The last group of each recorder. */
  recorders: Map<string, number>
  attachments: Map<number, AttachmentRow>
  /** By owner and hash. */
  attachmentKeys: Map<string, number>
  /** By hash. */
  assets: Map<string, AssetRow>
  contacts: Map<number, ContactRecord>
  contactKeys: Map<string, number>
  templates: Map<number, TemplateRecord>
  suppressions: Map<number, SuppressionRecord>
  /** By address or hash, then by topic and reason. */
  suppressionKeys: Map<string, Map<string, number>>
  /** The log of each owner's address, oldest first. */
  consents: Map<string, ConsentChange[]>
  throttles: Map<string, ThrottleState>
  settings: Map<string, string>
  /** By owner and key. */
  ownerSettings: Map<string, OwnerSetting>
  outages: Map<string, OutageRecord>
  /** What providers call messages that they accepted. */
  providerIds: Map<string, { messageId: number; at: number }>
  leases: Map<string, Lease>
  /** By owner and address, then by message. */
  softBounces: Map<string, Map<number, SoftBounce>>
  /** Whom messages were to that are gone. */
  gone: Map<number, GoneMessage & { at: number }>
  outbox: Omit<OutboxFact, 'ref' | 'stream'>[]
  webhooks: Map<number, Omit<WebhookRecord, 'failingSince'>>
  /** By name. */
  readings: Map<string, ReadingRow>
  deliveries: Map<number, DeliveryRecord>
}

const tables = [
  'campaigns',
  'messages',
  'links',
  'events',
  'contents',
  'attachments',
  'contacts',
  'templates',
  'suppressions',
  'outbox',
  'webhooks',
  'deliveries',
] as const
type Table = (typeof tables)[number]

export function createMemoryState(): MemoryState {
  return {
    ids: new Map(tables.map((table) => [table, 0])),
    campaigns: new Map(),
    removed: [],
    campaignKeys: new Map(),
    messages: new Map(),
    leased: new Set(),
    links: new Map(),
    linksByCampaign: new Map(),
    ownContents: new Map(),
    ownContentKeys: new Map(),
    recorders: new Map(),
    attachments: new Map(),
    attachmentKeys: new Map(),
    assets: new Map(),
    contacts: new Map(),
    contactKeys: new Map(),
    templates: new Map(),
    suppressions: new Map(),
    suppressionKeys: new Map(),
    consents: new Map(),
    throttles: new Map(),
    settings: new Map(),
    ownerSettings: new Map(),
    outages: new Map(),
    providerIds: new Map(),
    leases: new Map(),
    softBounces: new Map(),
    gone: new Map(),
    outbox: [],
    webhooks: new Map(),
    readings: new Map(),
    deliveries: new Map(),
  }
}

/** The next id of a table; ids only rise, so that none is used twice. */
export function nextId(state: MemoryState, table: Table): number {
  const id = (state.ids.get(table) ?? 0) + 1
  state.ids.set(table, id)
  return id
}

/** Skips ids in every table. */
export function skipIds(state: MemoryState, by: number): void {
  for (const table of tables) state.ids.set(table, (state.ids.get(table) ?? 0) + by)
}

/** Owner and text as one key; JSON, so that no owner and address can be confused with another pair. */
export const ownedKey = (owner: string | null, text: string): string => JSON.stringify([owner, text])

/** How a campaign or stream is found by its key; undefined where it has none. */
export const campaignKey = ({
  owner,
  kind,
  key,
}: Pick<CampaignRecord, 'owner' | 'kind' | 'key'>): string | undefined =>
  key === null ? undefined : JSON.stringify([owner, kind, key])

/** True when a row of `rowOwner` may be seen; undefined sees all. */
export const isVisible = (rowOwner: string | null, owner: string | undefined): boolean =>
  owner === undefined || rowOwner === owner

/** A copy that shares nothing with what the store keeps. */
export const copy = <T>(value: T): T => structuredClone(value)

/** A campaign that exists for every owner, or for `owner`. */
export function campaignRow(state: MemoryState, id: number, owner?: string): CampaignRow | undefined {
  const row = state.campaigns.get(id)
  return row !== undefined && isVisible(row.record.owner, owner) ? row : undefined
}

/** A message of a campaign that exists. */
export function messageRow(state: MemoryState, id: number): MessageRow | undefined {
  const row = state.messages.get(id)
  return row?.campaign.removed === false ? row : undefined
}

/** The texts a message is searched and sorted by. */
export function foldedOf({ email, name, company }: Pick<MessageRecord, 'email' | 'name' | 'company'>) {
  return { email: addressKey(email), name: fold(name ?? ''), company: fold(company ?? '') }
}
