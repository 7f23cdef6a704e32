import { test } from 'vitest'
import { throughOutage } from './outage.ts'

test(
  'PostgreSQL stopped for 10 seconds under hits and sends: what was acknowledged is stored, once',
  () => throughOutage(10_000),
  90_000,
)
