import { z } from 'zod'
import { recipientZone, weekdays } from '../sending-hours.ts'
import * as field from './fields.ts'

const from = z
  .string({ error: 'expected a time of day' })
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day from 00:00 to 23:59')
const to = z
  .string({ error: 'expected a time of day' })
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'expected a time of day from 00:00 to 24:00')

export const hoursInput = z
  .strictObject({
    from,
    to,
    days: z
      .array(z.enum(weekdays))
      .min(1, 'expected at least one day, got none; leave it out for every day')
      .refine((days) => new Set(days).size === days.length, 'expected each day once')
      .optional(),
    timeZone: field.zone([recipientZone]),
    fallbackTimeZone: field.zone().optional(),
  })
  .refine((hours) => hours.from !== hours.to, {
    error: ({ input }) =>
      `expected another time than from, got ${(input as { to: string }).to} for both; 00:00 to 24:00 is the whole day`,
    path: ['to'],
  })
  .refine((hours) => hours.fallbackTimeZone === undefined || hours.timeZone === recipientZone, {
    error: `expected none beside a fixed time zone; it is for timeZone: '${recipientZone}'`,
    path: ['fallbackTimeZone'],
  })
  .meta({ id: 'SendingHours' })
