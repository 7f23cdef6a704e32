import { refusals } from '../../core/test/refusals.ts'
import { pgBossQueue } from '../src/index.ts'

refusals('pgBossQueue', pgBossQueue, {
  connectionString: [undefined, 5, 'mysql://ada:hunter2@db.example'],
  pool: ['postgres://ada:hunter2@db.example', {}],
  schema: ['a-b', 5],
  name: ['a b', 5],
  slots: [0, 1_001],
  campaigns: [0, '10'],
})

const queue = () => pgBossQueue({ connectionString: 'postgres://db.example/none' })
refusals('start', (more: never) => queue().start(undefined as never, more), { work: ['false'] })
refusals('stop', (more: never) => queue().stop(more), { graceMs: [-1] })
