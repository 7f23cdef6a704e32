import type { MessageRecord } from '@sillage/core/store'
import type { Selectable } from 'kysely'
import type { SqlContext } from '../context.ts'
import { type Asked, askedColumn, askedOf } from '../news/tell.ts'
import type { CampaignTable, DeliveryTable, MessageTable } from '../schema.ts'
import { raw, sql } from '../sql.ts'
import { named, rowsOf, type Work } from '../work.ts'

const lockedColumns = [
  'id',
  'campaign_id',
  'state',
  'sender',
  'ended_at',
  'error',
  'opens',
  'clicks',
  'bounced_at',
  'hard_bounced_at',
  'complained_at',
  'unsubscribed_at',
] as const satisfies readonly (keyof DeliveryTable)[]
type LockedRow = Pick<Selectable<DeliveryTable>, (typeof lockedColumns)[number]>

export interface LockedMessage extends LockedRow {
  state: MessageRecord['state']
}

/** The campaign of a message: only what sending needs. */
const campaignColumns = [
  'id',
  'owner',
  'topic',
  'transactional',
  'status',
  'resend_unknown',
] as const satisfies readonly (keyof CampaignTable)[]
type SendingCampaign = Pick<Selectable<CampaignTable>, (typeof campaignColumns)[number]>

/** Whom a message is to. */
const addresseeColumns = ['id', 'email', 'email_key', 'email_hash'] as const satisfies readonly (keyof MessageTable)[]
export type Addressee = Pick<Selectable<MessageTable>, (typeof addresseeColumns)[number]>

const selected = {
  locked: raw(lockedColumns.join(', ')),
  campaigns: raw(campaignColumns.join(', ')),
  addressees: raw(addresseeColumns.map((column) => `m.${column}`).join(', ')),
}

export interface Locked {
  messages: Map<number, LockedMessage>
  /** Those that exist; a message of a removed campaign does not. */
  campaigns: Map<number, SendingCampaign>
  /** By message; empty where they were not requested. */
  addressees: Map<number, Addressee>
  /** Which facts are stored of what becomes of them. */
  asked: Asked
}

/**
 * Locks messages in the order of their ids and reads what is needed to decide about them. Those of removed campaigns
 * are left out. The addressees are read after the locks, so that an erasure that these waited for is seen. Templates,
 * because beginning and settling run them for each group of messages (`sql.ts` has the figures), and for `besideEach`.
 */
export function* lockMessages(
  { dialect, tables }: SqlContext,
  ids: readonly number[],
  { addressees = true }: { addressees?: boolean } = {},
): Work<Locked> {
  const given = dialect.inputTable({ id: 'integer' }).of([...new Set(ids)].map((id) => ({ id })))
  // The second finds messages by `besideEach`: given a plain `in`, PostgreSQL read the whole table for it, and 3,800
  // sends a second became 2,400.
  const found = yield* named({
    locked: sql`select ${selected.locked} from ${tables.deliveries}
      where id in (select id from ${given}) order by id ${dialect.lock}`,
    campaigns: sql`select ${selected.campaigns}, ${askedColumn({ tables })} as asked from ${tables.campaigns} where removed = 0
      and id in (select d.campaign_id from ${dialect.besideEach(given, tables.deliveries, 'd', sql`d.id = v.id`)})`,
    addressees:
      addressees &&
      sql`select ${selected.addressees} from ${dialect.besideEach(given, tables.messages, 'm', sql`m.id = v.id`)}`,
  })
  const messages = rowsOf<LockedMessage>(found.locked)
  const read = rowsOf<SendingCampaign & { asked: string | null }>(found.campaigns)
  const campaigns = new Map(read.map((campaign) => [campaign.id, campaign]))
  return {
    messages: new Map(messages.flatMap((one) => (campaigns.has(one.campaign_id) ? [[one.id, one]] : []))),
    campaigns,
    addressees: new Map(rowsOf<Addressee>(found.addressees).map((one) => [one.id, one])),
    asked: askedOf(read[0]?.asked),
  }
}
