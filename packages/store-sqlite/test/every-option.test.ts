import { refusals } from '../../core/test/refusals.ts'
import { sqliteStore } from '../src/index.ts'

refusals('sqliteStore', sqliteStore, {
  filename: [5, ' '],
  database: ['hunter2', {}, { name: ':memory:', memory: true }],
  patienceMs: [-1, '5'],
})
