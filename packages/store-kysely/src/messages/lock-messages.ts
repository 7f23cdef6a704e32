import type { SqlContext } from '../context.ts'
import { sql } from '../sql.ts'
import { rows, type Work } from '../work.ts'

export interface LockedMessage {
  id: number
  campaign_id: number
  email: string
  email_key: string
  state: string
  sender: string | null
  lease_until: number | null
}

/** The campaign of a message, as far as sending asks. */
interface SendingCampaign {
  id: number
  owner: string
  list: string
  status: string
  resend_unknown: number
}

export interface Locked {
  messages: Map<number, LockedMessage>
  /** Those that are there; a message of a removed one is as good as gone. */
  campaigns: Map<number, SendingCampaign>
}

/** Locks messages in the order of their ids and reads what deciding about them takes. Those of removed campaigns are left out. */
export function* lockMessages({ dialect, tables }: SqlContext, ids: readonly number[]): Work<Locked> {
  const input = dialect.inputTable({ id: 'integer' })
  const found = yield* rows<LockedMessage>(
    sql`select id, campaign_id, email, email_key, state, sender, lease_until from ${tables.messages}
      where id in (select id from ${input.of([...new Set(ids)].map((id) => ({ id })))}) order by id ${dialect.lock}`,
  )
  const campaignIds = [...new Set(found.map((message) => message.campaign_id))].map((id) => ({ id }))
  const campaigns = yield* rows<SendingCampaign>(
    sql`select id, owner, list, status, resend_unknown from ${tables.campaigns}
      where id in (select id from ${input.of(campaignIds)}) and removed = 0`,
  )
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
