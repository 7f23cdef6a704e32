// What the thread that writes runs: it carries out whole tasks too, and so loads more than the others.
import { workOf } from '@sillage/store-kysely/thread'
import { serveThread } from './serve-thread.ts'
import { sqliteStatements } from './sqlite-statements.ts'

serveThread((task, run) => {
  const work = workOf(sqliteStatements, task)
  let step = work.next()
  while (step.done !== true) step = work.next(run(step.value))
  return { rows: [step.value], changes: 0 }
})
