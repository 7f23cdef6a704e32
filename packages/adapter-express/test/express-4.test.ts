import { createRequire } from 'node:module'
import express from 'express'
import { expect, it, vi } from 'vitest'
import { describeContract } from './express-contract.ts'
import { describeHost } from './express-host.ts'

// The adapter imports the host's Express; here that is the older one.
vi.mock('express', () => vi.importActual('express-4'))

it('is Express 4', () => {
  const { version } = createRequire(import.meta.url)('express-4/package.json') as { version: string }
  expect(version).toMatch(/^4\./)
  expect(express.application).toHaveProperty('lazyrouter')
})
describeContract('Express 4', express)
describeHost('Express 4', express)
