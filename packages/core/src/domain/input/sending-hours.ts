import { z } from 'zod'
import { timeZone } from '../../kit/time-zone.ts'
import { recipientZone, weekdays } from '../sending-hours.ts'
import * as field from './fields.ts'

const from = z
  .string({ error: 'expected a time of day' })
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day from 00:00 to 23:59')
const to = z
  .string({ error: 'expected a time of day' })
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'expected a time of day from 00:00 to 24:00')

const zone = (expected: string, isOne: (name: string) => boolean) =>
  field.line(64).refine(isOne, { error: ({ input }) => `expected ${expected}, got ${String(input)}` })
const isZone = (name: string): boolean => timeZone(name) !== undefined

export const hoursInput = z
  .strictObject({
    from,
    to,
    days: z
      .array(z.enum(weekdays))
      .min(1, 'expected at least one day, got none; leave it out for every day')
      .refine((days) => new Set(days).size === days.length, 'expected each day once')
      .optional(),
    timeZone: zone(
      `a time zone such as Europe/Paris, or ${recipientZone}`,
      (name) => name === recipientZone || isZone(name),
    ),
    fallbackTimeZone: zone('a time zone such as Europe/Paris', isZone).optional(),
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
