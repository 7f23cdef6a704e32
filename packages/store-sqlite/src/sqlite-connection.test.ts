import { expect, test } from 'vitest'
import { openConnection } from './sqlite-connection.ts'

test('a statement keeps its plan, whatever the values of its parameters', () => {
  const { run, handle, close } = openConnection(':memory:', 'writer')
  handle.exec('create table campaigns (id integer primary key, kind text, owner text)')
  handle.exec("create index streams on campaigns (owner) where kind = 'stream'")
  const sql = 'explain query plan select id from campaigns where kind = ? and owner = ?'
  const planFor = (kind: string) => run([{ sql, parameters: [kind, 'acme'] }]).map(({ rows }) => rows)
  const plan = planFor('campaign')
  expect(plan).not.toEqual([[]])
  // With this value the index could be used, for which SQLite would compile the statement again, and for the next one.
  expect(planFor('stream')).toEqual(plan)
  close()
})
