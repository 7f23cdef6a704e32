// A process that takes hits on a file until it is killed. Started by kill.test.ts.

import { sqliteStore } from '../../../store-sqlite/src/index.ts'
import { createSillage } from '../../src/index.ts'
import { fetchServer } from './fetch-server.ts'

const [filename = ''] = process.argv.slice(2)
const sillage = createSillage({
  store: sqliteStore({ filename }),
  baseUrl: 'http://127.0.0.1',
  from: 'a@example.org',
  http: { hitDeadlineMs: 30_000 },
})
await sillage.migrate()
await sillage.start({ send: false })
const { url } = await fetchServer(sillage)
process.send?.(Number(new URL(url).port))
