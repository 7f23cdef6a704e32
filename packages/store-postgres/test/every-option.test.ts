import { refusals } from '../../core/test/refusals.ts'
import { postgresBus, postgresStore } from '../src/index.ts'

const wrong = {
  connectionString: [undefined, 5, 'mysql://ada:hunter2@db.example'],
  pool: ['postgres://ada:hunter2@db.example', {}],
}

refusals('postgresStore', postgresStore, {
  ...wrong,
  schema: ['', 'x'.repeat(64), 5],
  max: [0, '10'],
  patienceMs: [-1, '5'],
})
refusals('postgresBus', postgresBus, { ...wrong, channel: ['', 'x'.repeat(64), 5], logger: [5, {}] })
