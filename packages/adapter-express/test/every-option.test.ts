import { createServer } from 'node:http'
import { createSillage, memoryStore } from '@sillage/core'
import { refusals } from '../../core/test/refusals.ts'
import { attachLive, sillageRouter } from '../src/index.ts'

const sillage = createSillage({ store: memoryStore(), baseUrl: 'http://mail.example/s' })
const wrong = { authorize: [true], only: ['tracking'], names: ['fr'], ui: [true, { page() {} }] }

refusals('sillageRouter', (more: never) => sillageRouter(sillage, more), wrong)
refusals('attachLive', (more: never) => attachLive(createServer(), sillage, more), {
  ...wrong,
  path: ['mail', 5],
  before: [() => {}, ['session']],
})
