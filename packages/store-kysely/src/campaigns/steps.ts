import type { OutboxType } from '@sillage/core/store'
import type { SqlParts } from '../context.ts'
import { type Asked, type CampaignOfFact, stepFact, storeFacts } from '../news/tell.ts'
import type { CampaignTable } from '../schema.ts'
import type { Sql } from '../sql.ts'

/** What the facts of a campaign are made of. */
export const stepColumns = [
  'id',
  'kind',
  'owner',
  'idempotency_key',
  'status',
  'pause_reason',
  'total',
  'queued',
  'sent',
  'failed',
  'skipped',
  'unknown',
] as const satisfies readonly (keyof CampaignTable)[]

type StepRow = CampaignOfFact & Parameters<typeof stepFact>[1] & { kind: string; status: string }

interface Step {
  asked: Asked
  /** Undefined for one that is no fact. */
  step: OutboxType | undefined
  /** As it is afterwards: what began with nothing queued is completed. */
  campaign: StepRow
  at: number
}

/** Stores the facts that a change of a campaign's status is. */
export function stepFacts(context: SqlParts, { asked, step, campaign, at }: Step): Sql[] {
  const { kind, status, ...row } = campaign
  // A stream is no campaign to whoever listens.
  if (kind !== 'campaign') return []
  const steps = [
    step,
    status === 'completed' && step !== 'campaign.completed' ? ('campaign.completed' as const) : undefined,
  ]
  const facts = steps.flatMap((type) => (type === undefined ? [] : stepFact(type, row, at)))
  return storeFacts(context, { asked, facts })
}
