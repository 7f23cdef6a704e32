// What the thread that writes runs: it does whole pieces of work too, and so loads more than the others.
import { workOf } from '@sillage/store-kysely/thread'
import { serveThread } from './serve-thread.ts'
import { sqliteStatements } from './sqlite-statements.ts'

serveThread((errand, run) => {
  const work = workOf(sqliteStatements, errand)
  let step = work.next()
  while (step.done !== true) step = work.next(run(step.value))
  return { rows: [step.value], changes: 0 }
})
