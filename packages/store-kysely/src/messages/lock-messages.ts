import type { SqlContext } from '../context.ts'
import { sql } from '../sql.ts'
import { rowsOf, type Work } from '../work.ts'

export interface LockedMessage {
  id: number
  campaign_id: number
  email: string
  email_key: string
  state: string
  sender: string | null
  lease_until: number | null
}

/** The campaign of a message: only what sending needs. */
interface SendingCampaign {
  id: number
  owner: string
  topic: string
  status: string
  resend_unknown: number
}

export interface Locked {
  messages: Map<number, LockedMessage>
  /** Those that exist; a message of a removed campaign does not. */
  campaigns: Map<number, SendingCampaign>
}

/**
 * Locks messages in the order of their ids and reads what is needed to decide about them. Those of removed campaigns
 * are left out.
 */
export function* lockMessages({ dialect, tables }: SqlContext, ids: readonly number[]): Work<Locked> {
  const given = dialect.inputTable({ id: 'integer' }).of([...new Set(ids)].map((id) => ({ id })))
  // The second finds messages by `besideEach`: given a plain `in`, PostgreSQL read the whole table for it, and 3,800
  // sends a second became 2,400.
  const [locked, concerned] = yield [
    sql`select id, campaign_id, email, email_key, state, sender, lease_until from ${tables.messages}
      where id in (select id from ${given}) order by id ${dialect.lock}`,
    sql`select id, owner, topic, status, resend_unknown from ${tables.campaigns} where removed = 0
      and id in (select m.campaign_id from ${dialect.besideEach(given, tables.messages, 'm', sql`m.id = v.id`)})`,
  ]
  const found = rowsOf<LockedMessage>(locked)
  const campaigns = rowsOf<SendingCampaign>(concerned)
  const byId = new Map(campaigns.map((campaign) => [campaign.id, campaign]))
  return {
    messages: new Map(found.flatMap((message) => (byId.has(message.campaign_id) ? [[message.id, message]] : []))),
    campaigns: byId,
  }
}

/** True while the sender has the message under its lease. */
export function isHeldBy(message: LockedMessage, sender: string): boolean {
  return message.sender === sender && (message.state === 'claimed' || message.state === 'sending')
}
