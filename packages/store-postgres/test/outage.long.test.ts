import { test } from 'vitest'
import { throughOutage } from './outage.ts'

test('PostgreSQL stopped for 60 seconds under hits and sends: what was acknowledged is stored, once', () =>
  throughOutage(60_000))
