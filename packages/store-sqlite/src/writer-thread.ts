// What the thread that writes runs: it can also do work that is sent as data, and so loads more than the others.
import { workOf } from '@sillage/store-kysely'
import { serveThread } from './serve-thread.ts'
import { sqliteDialect } from './sqlite-dialect.ts'

serveThread((errand, run) => {
  const work = workOf(sqliteDialect, errand)
  let step = work.next()
  while (step.done !== true) step = work.next(run(step.value))
  return { rows: [step.value], changes: 0 }
})
