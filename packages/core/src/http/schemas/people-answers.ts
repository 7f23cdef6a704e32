import { z } from 'zod'
import { whole } from './answers.ts'

/** What is answered about selections: how many people they have, and who these are. */
export const selectionCount = z
  .object({ total: whole, suppressed: whole, companies: whole })
  .meta({ id: 'SelectionCount' })
export const segmentPerson = z
  .object({
    contactId: z.string().nullable(),
    email: z.string(),
    name: z.string().nullable(),
    company: z.string().nullable(),
  })
  .meta({ id: 'SegmentPerson' })
