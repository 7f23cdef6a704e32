import { createJudge } from '@sillage/core/judge'
import type { EventGroup, Judge } from '@sillage/core/store'
import type { StatementDialect } from './dialect.ts'
import { recordEvents } from './events/record-events.ts'
import { tablesOf } from './tables.ts'
import type { Task, Work } from './work.ts'

/** The task of recording a group, as data; undefined where only this thread can judge it. */
export const taskOf = (group: EventGroup, { rules }: Judge): Task | undefined =>
  rules === undefined ? undefined : { group, rules }

/** The work that this data describes. */
export const workOf = (dialect: StatementDialect, { group, rules }: Task): Work<unknown> =>
  recordEvents({ dialect, tables: tablesOf(dialect) }, group, createJudge(rules))
