import { z } from 'zod'
import { findingLevel, findingLevels } from '../../domain/finding.ts'

/** What a check answers, as the other answers beside this file. */

const whole = z.int().min(0)
const ordinal = z.int().min(1)
const measured = { limit: whole }
const finding = z
  .object({
    code: z.enum(Object.keys(findingLevel) as [keyof typeof findingLevel]),
    level: z.enum(findingLevels),
    message: z.string(),
    subject: z.string().optional(),
    field: z.string().optional(),
    line: ordinal.optional(),
    column: ordinal.optional(),
    count: whole.optional(),
    details: z
      .union([
        z.object({ bytes: whole, ...measured }),
        z.object({ characters: whole, ...measured }),
        z.object({ lacking: whole, of: whole }),
      ])
      .optional(),
  })
  .meta({ id: 'Finding' })
export const contentCheck = z
  .object({ findings: z.array(finding), checked: z.object({ of: whole, atMost: whole }).nullable() })
  .meta({ id: 'ContentCheck' })
