import type { z } from 'zod'
import { parseId } from '../domain/ids.ts'
import type { liveQuery } from '../domain/input/campaigns.ts'
import type { LiveFilter } from '../live/filter.ts'

/** What a live connection follows, as its query string says it. */
export const liveFilter = (
  { campaign, stream, since }: z.output<typeof liveQuery>,
  owner: string | undefined,
): LiveFilter => ({ campaignId: campaign === undefined ? undefined : parseId(campaign), stream, owner, since })
