import type { ProgramStats } from '@sillage/core'
import { countedPrograms, type ProgramCounts, programIn } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { programRow } from '../rows/program-row.ts'
import { change, rows, type Work } from '../work.ts'

/** Opens and clicks of a campaign by program; none of one that was removed. */
export function* programs({ db }: SqlContext, campaignId: number): Work<ProgramCounts> {
  const found = yield* rows(
    db
      .selectFrom('email_programs as p')
      .innerJoin('email_campaigns as c', 'c.id', 'p.campaign_id')
      .select(['p.program', 'p.device', 'p.opens', 'p.clicks', 'p.machine_opens', 'p.machine_clicks'])
      .where('p.campaign_id', '=', campaignId)
      .where('c.removed', '=', 0),
  )
  const counts: ProgramCounts = new Map()
  for (const { program: name, device, opens, clicks, machine_opens, machine_clicks } of found) {
    const program = programIn(counts, { name, device: device as ProgramStats['device'] })
    Object.assign(program.opens, { total: opens, machine: machine_opens })
    Object.assign(program.clicks, { total: clicks, machine: machine_clicks })
  }
  return countedPrograms(counts)
}

/** Puts these figures in place of those that are stored. */
export function* repairPrograms({ db }: SqlContext, campaignId: number, counts: ProgramCounts): Work<void> {
  yield* change(db.deleteFrom('email_programs').where('campaign_id', '=', campaignId))
  const values = [...countedPrograms(counts).values()].map((program) => programRow(campaignId, program))
  if (values.length > 0) yield* change(db.insertInto('email_programs').values(values))
}
