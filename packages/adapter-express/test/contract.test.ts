import express from 'express'
import { expect, it } from 'vitest'
import { describeContract } from './express-contract.ts'
import { describeHost } from './express-host.ts'

it('is Express 5', () => expect(express.application).not.toHaveProperty('lazyrouter'))
describeContract('Express 5', express)
describeHost('Express 5', express)
