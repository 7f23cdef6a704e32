import type { PageQuery } from '@sillage/core/browser'
import { expect, test } from 'vitest'
import { createRowPages } from './row-pages.ts'

const TOTAL = 100_000

/** A list of a hundred thousand rows, read by cursor; every third page is cut short, as a server may. */
function setUp({ slow = false } = {}) {
  const asked: (string | undefined)[] = []
  let away = false
  const pages = createRowPages(
    async ({ cursor, limit = 0 }: PageQuery) => {
      asked.push(cursor)
      if (slow) await new Promise((resolve) => setTimeout(resolve))
      if (away) throw new Error('away')
      const start = Number(cursor ?? 0)
      const end = Math.min(start + limit - (asked.length % 3 === 0 ? 50 : 0), TOTAL)
      const items = Array.from({ length: end - start }, (_, n) => ({ id: `${start + n}` }))
      return { items, next: end === TOTAL ? null : `${end}` }
    },
    () => {},
  )
  /** How many rows are in memory, from one in a hundred. */
  const held = () =>
    100 * Array.from({ length: TOTAL / 100 }, (_, n) => pages.item(n * 100)).filter((item) => item !== undefined).length
  return {
    pages,
    asked,
    held,
    break: (broken: boolean) => {
      away = broken
    },
    /** Waits until all wanted rows are loaded. */
    async read(from: number, to: number) {
      pages.want(from, to)
      await expect.poll(() => pages.item(Math.min(to, TOTAL) - 1)?.id).toBe(`${Math.min(to, TOTAL) - 1}`)
    },
  }
}

test('a hundred thousand rows are read from end to end, and few of them are in memory at any time', async () => {
  const { pages, read, held } = setUp()
  pages.ask({})
  await expect.poll(() => pages.ready).toBe(true)
  let most = 0
  for (let from = 0; from < TOTAL; from += 9_000) {
    await read(from, from + 40)
    expect(pages.item(from)?.id).toBe(`${from}`)
    most = Math.max(most, held())
  }
  await read(TOTAL - 40, TOTAL)
  expect([pages.count, pages.complete]).toEqual([TOTAL, true])
  expect(Math.max(most, held())).toBeLessThanOrEqual(9 * 200)
})

test('released rows are loaded again when a reader scrolls back, by the cursor of their page', async () => {
  const { pages, asked, read } = setUp()
  pages.ask({})
  await expect.poll(() => pages.ready).toBe(true)
  await read(3_000, 3_040)
  expect(pages.item(0)).toBeUndefined()
  const before = asked.length
  await read(0, 40)
  expect(pages.item(0)?.id).toBe('0')
  expect(asked.slice(before)).toEqual([undefined])
})

test('a reader who turns round is not taken to the end first', async () => {
  const { pages, asked, read } = setUp({ slow: true })
  pages.ask({})
  await expect.poll(() => pages.ready).toBe(true)
  pages.want(90_000, 90_040)
  await expect.poll(() => asked.length).toBeGreaterThan(3)
  await read(0, 40)
  expect(asked.length).toBeLessThan(100)
})

test('after a failure it continues on request, or after a frame', async () => {
  const server = setUp()
  server.pages.ask({})
  await expect.poll(() => server.pages.ready).toBe(true)
  server.break(true)
  server.pages.want(3_000, 3_040)
  await expect.poll(() => server.pages.failure).toBeInstanceOf(Error)
  server.break(false)
  await server.pages.refresh()
  await expect.poll(() => server.pages.item(3_039)?.id).toBe('3039')
  expect(server.pages.failure).toBeUndefined()
})
