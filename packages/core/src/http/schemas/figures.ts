import { z } from 'zod'
import { devices } from '../../domain/stats.ts'

const whole = z.int().min(0)

const timelineItem = z.object({
  at: z.iso.datetime(),
  sent: whole,
  failed: whole,
  skipped: whole,
  unknown: whole,
  opens: whole,
  clicks: whole,
})
/** What happened to a campaign when. */
export const timeline = z
  .object({ bucket: z.enum(['hour', 'day']), items: z.array(timelineItem) })
  .meta({ id: 'Timeline' })

const hits = z.object({ total: whole, machine: whole })
const program = z.object({ name: z.string(), device: z.enum(devices), opens: hits, clicks: hits })
/** What a campaign was opened and clicked with. */
export const programs = z.object({ items: z.array(program) }).meta({ id: 'Programs' })
