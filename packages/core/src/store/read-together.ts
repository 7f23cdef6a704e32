import DataLoader from 'dataloader'
import type { CampaignStore } from './port/campaign-store.ts'
import type { CampaignRecord, CampaignSummary, LinkRecord } from './port/records.ts'

/** Contents may be long. */
const CONTENTS_AT_ONCE = 32
const ROWS_AT_ONCE = 200

/** What is read of a campaign by its id. */
export type ReadOf<T> = (campaignId: number) => Promise<T>

// As `get`, `summary` and `links` of the store, each with one call for all that is asked for at the same moment: where
// thousands of campaigns are sent at once, calls for one campaign each were 3 of 5 statements.

export const campaignsTogether = (campaigns: CampaignStore): ReadOf<CampaignRecord | undefined> =>
  together((ids) => campaigns.getMany(ids), { keyOf: idOf, answer: theOne, most: CONTENTS_AT_ONCE })

export const summariesTogether = (campaigns: CampaignStore): ReadOf<CampaignSummary | undefined> =>
  together((ids) => campaigns.summaries(ids), { keyOf: idOf, answer: theOne, most: ROWS_AT_ONCE })

export const linksTogether = (campaigns: CampaignStore): ReadOf<LinkRecord[]> =>
  together((ids) => campaigns.linksOf(ids), {
    keyOf: ({ campaignId }) => campaignId,
    answer: (rows) => rows,
    most: ROWS_AT_ONCE,
  })

const idOf = ({ id }: { id: number }): number => id
const theOne = <Row>([row]: Row[]): Row | undefined => row

interface Reading<Row, T> {
  /** The campaign a row is of. */
  keyOf: (row: Row) => number
  /** Of all rows of one campaign. */
  answer: (rows: Row[]) => T
  most: number
}

function together<Row, T>(
  read: (ids: readonly number[]) => Promise<Row[]>,
  { keyOf, answer, most }: Reading<Row, T>,
): ReadOf<T> {
  async function readAll(ids: readonly number[]): Promise<T[]> {
    const rows = Map.groupBy(await read(ids), keyOf)
    return ids.map((id) => answer(rows.get(id) ?? []))
  }
  // Timers that end together are all heard before the next turn.
  const batchScheduleFn = (load: () => void) => void setImmediate(load)
  const loader = new DataLoader(readAll, { cache: false, maxBatchSize: most, batchScheduleFn })
  return (id) => loader.load(id)
}
