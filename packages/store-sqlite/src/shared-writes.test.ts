import { change, raw, rows, sql, type Work } from '@sillage/store-kysely'
import { expect, test } from 'vitest'
import { createSharedWrites } from './shared-writes.ts'
import { openConnection, type SqliteConnection } from './sqlite-connection.ts'
import { ThreadLost } from './sqlite-errors.ts'

/** Writes to a database in memory, on a clock that stands, and the statements that were run. */
function memoryWrites(loseThreadAfter?: string) {
  let time = 0
  const { run, rollback, close } = openConnection(':memory:', 'writer')
  run([raw('create table t (n integer primary key)')])
  const passed: string[] = []
  const connection: SqliteConnection = {
    run(statements) {
      passed.push(...statements.map((statement) => statement.sql))
      const results = run(statements)
      if (passed.at(-1) !== loseThreadAfter) return results
      throw new ThreadLost('unknown')
    },
    rollback,
    close,
  }
  const stored = () => run([raw('select n from t order by n')])[0]?.rows.map((row) => (row as { n: number }).n)
  const writes = createSharedWrites(
    connection,
    (attempt) => attempt(),
    () => time,
  )
  return {
    writes,
    passed,
    stored,
    pass: (ms: number) => {
      time += ms
    },
  }
}

function* insert(n: number): Work<number> {
  yield* change(sql`insert into t values (${n})`)
  return (yield* rows(raw('select * from t'))).length
}

test('work that waits at the same time is one transaction, in the order it came', async () => {
  const { writes, passed, stored } = memoryWrites()
  const done = [1, 2, 3].map((n) => writes.add(() => insert(n)))
  for (const _ of done) await writes.flush()
  expect(await Promise.all(done)).toEqual([1, 2, 3])
  expect(passed.filter((text) => text === 'begin immediate' || text === 'commit')).toEqual([
    'begin immediate',
    'commit',
  ])
  expect(stored()).toEqual([1, 2, 3])
})

test('work that fails fails alone: the others are stored, and nothing of it is', async () => {
  const { writes, stored } = memoryWrites()
  const done = [
    writes.add(() => insert(1)),
    writes.add(function* (): Work<void> {
      yield* insert(2)
      throw new RangeError('no')
    }),
    writes.add(() => insert(1)),
    writes.add(() => insert(3)),
  ]
  const settled = Promise.allSettled(done)
  for (const _ of done) await writes.flush()
  expect((await settled).map((one) => (one.status === 'fulfilled' ? one.value : one.reason.name))).toEqual([
    1,
    'RangeError',
    'SqliteError',
    2,
  ])
  expect(stored()).toEqual([1, 3])
})

test('work without statements opens no transaction', async () => {
  const { writes, passed } = memoryWrites()
  // biome-ignore lint/correctness/useYield: that it yields nothing is the case
  const done = writes.add(function* (): Work<string> {
    return 'nothing to do'
  })
  await writes.flush()
  await writes.flush()
  expect(await done).toBe('nothing to do')
  expect(passed).toEqual([])
})

test('a transaction takes nothing more once it is four milliseconds old', async () => {
  const { writes, passed, stored, pass } = memoryWrites()
  const first = writes.add(() => {
    pass(4)
    return insert(1)
  })
  const second = writes.add(() => insert(2))
  await writes.flush()
  expect(await first).toBe(1)
  expect(stored()).toEqual([1])
  await writes.flush()
  expect(await second).toBe(2)
  expect(passed.filter((text) => text === 'commit')).toHaveLength(2)
})

test('work that may be on disk is not done again: when a thread ends after the commit, all of it fails', async () => {
  const { writes, stored, passed } = memoryWrites('commit')
  const done = [1, 2].map((n) => writes.add(() => insert(n)))
  const settled = Promise.allSettled(done)
  for (const _ of done) await writes.flush()
  expect(await settled).toMatchObject([1, 2].map(() => ({ reason: { code: 'store_unavailable' } })))
  expect(passed.filter((text) => text === 'begin immediate')).toHaveLength(1)
  expect(stored()).toEqual([1, 2])
})

test('work that fails after its commit does not undo the others, and nothing is done again', async () => {
  const { writes, stored } = memoryWrites()
  const done = [
    writes.add(() => insert(1)),
    writes.add(function* (): Work<void> {
      yield Object.assign([sql`insert into t values (${2})`], { last: true } as const)
      throw new RangeError('too late')
    }),
  ]
  const settled = Promise.allSettled(done)
  for (const _ of done) await writes.flush()
  expect((await settled).map((one) => (one.status === 'fulfilled' ? one.value : one.reason.name))).toEqual([
    1,
    'RangeError',
  ])
  expect(stored()).toEqual([1, 2])
})
