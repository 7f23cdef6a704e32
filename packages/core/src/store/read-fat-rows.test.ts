import { expect, test } from 'vitest'
import { inTurn, readFatRows, rowsAtOnce } from './read-fat-rows.ts'

function table(rows: number, data: unknown = {}) {
  const limits: number[] = []
  return {
    limits,
    async read({ limit, cursor }: { limit: number; cursor: string | undefined }) {
      limits.push(limit)
      const from = Number(cursor ?? 0)
      const items = Array.from({ length: Math.max(0, Math.min(limit, rows - from)) }, (_, n) => ({ n: from + n, data }))
      return { items, next: from + limit < rows ? String(from + limit) : undefined, total: rows }
    },
  }
}
const text = ({ n }: { n: number }) => String(n)
const fat = { text: 'x'.repeat(10_000) }

test.each([0, 1, 49, 50, 51, 120, 200])('a page of a table of %d rows is that of one read', async (rows) => {
  for (const limit of [1, 50, 75, 200]) {
    const { read } = table(rows)
    const { items, next, first } = await readFatRows({}, { limit }, read, text)
    expect(items).toEqual(Array.from({ length: Math.min(limit, rows) }, (_, n) => String(n)))
    expect(next).toBe(limit < rows ? String(limit) : null)
    expect(first.total).toBe(rows)
  }
})

test('a page is read in few parts where rows have little data, and fifty rows at a time where they have much', async () => {
  const [thin, full] = [table(200), table(200, fat)]
  await readFatRows({}, { limit: 200 }, thin.read, text)
  await readFatRows({}, { limit: 200 }, full.read, text)
  expect([thin.limits, full.limits]).toEqual([
    [50, 150],
    [50, 50, 50, 50],
  ])
  expect([rowsAtOnce([]), rowsAtOnce([{ data: {} }]), rowsAtOnce([{ data: fat }])]).toEqual([50, 500, 50])
})

test('a page that is full ends early, and the next one goes on behind it', async () => {
  const { read } = table(200, fat)
  const isFull = (items: readonly string[]) => items.length > 60
  const page = await readFatRows({}, { limit: 200 }, read, text, isFull)
  expect([page.items.length, page.next]).toEqual([100, '100'])
  const rest = await readFatRows({}, { limit: 200, cursor: '100' }, read, text, isFull)
  expect([rest.items[0], rest.items.length, rest.next]).toEqual(['100', 100, null])
})

test('at most four reads of a store run at once, those that fail included', async () => {
  const store = {}
  let [running, most] = [0, 0]
  const read = async (n: number) => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setImmediate(resolve))
    running--
    if (n % 3 === 0) throw new Error('away')
    return n
  }
  const results = await Promise.allSettled(Array.from({ length: 100 }, (_, n) => inTurn(store, () => read(n))))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(66)
  expect(most).toBe(4)
  expect(await inTurn(store, () => read(1))).toBe(1)
})
