import { refusals } from '../../core/test/refusals.ts'
import { createSqlStore } from '../src/index.ts'

const engine = { write() {}, read() {}, browse() {}, close() {} }
const wrong = ['hunter2', undefined, null, {}]
refusals('createSqlStore', (more: never) => createSqlStore({ engine, ...(more as object) } as never), {
  engine: wrong,
  dialect: wrong,
})
