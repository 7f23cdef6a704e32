import type { SqlContext } from '../context.ts'
import { rows, type Work } from '../work.ts'

/** What became of the messages of a campaign to a domain: a walk over the campaign, for the rare case. */
export function* sentToDomain(
  { db }: SqlContext,
  campaignId: number,
  domain: string,
  since: number,
): Work<{ sent: number; bounced: number }> {
  const [found] = yield* rows(
    db
      .selectFrom('email_messages as m')
      .innerJoin('email_deliveries as d', 'd.id', 'm.id')
      .where('m.campaign_id', '=', campaignId)
      .where('d.sent_at', '>=', since)
      .where('m.email_key', 'like', `%@${domain}`)
      .select(({ fn }) => [fn.count<number>('m.id').as('sent'), fn.count<number>('d.bounced_at').as('bounced')]),
  )
  return { sent: Number(found?.sent ?? 0), bounced: Number(found?.bounced ?? 0) }
}
