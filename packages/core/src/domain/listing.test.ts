import { expect, it } from 'vitest'
import { pageQuery } from './input/campaigns.ts'
import { listing } from './listing.ts'
import type { Page } from './page.ts'

/** Numbers from 1 to 5, in pages as they are asked for; `asked` has each request. */
function numbers(query: unknown) {
  const asked: unknown[] = []
  const list = listing(pageQuery, query, async ({ limit, cursor = '0' }): Promise<Page<number>> => {
    asked.push({ limit, cursor })
    const start = Number(cursor)
    const items = [1, 2, 3, 4, 5].slice(start, start + limit)
    return { items, next: start + limit < 5 ? String(start + limit) : null }
  })
  return { list, asked }
}

async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of list) items.push(item)
  return items
}

it('is one page where it is awaited, and everything from there on where it is iterated', async () => {
  const { list, asked } = numbers({ limit: 2, cursor: '1' })
  expect(await list).toEqual({ items: [2, 3], next: '3' })
  expect(asked).toEqual([{ limit: 2, cursor: '1' }])
  expect(await all(list)).toEqual([2, 3, 4, 5])
  expect(asked).toEqual([
    { limit: 2, cursor: '1' },
    { limit: 2, cursor: '3' },
  ])
})

it('reads no page that is not asked for', async () => {
  const { list, asked } = numbers({ limit: 1 })
  for await (const item of list) if (item === 2) break
  expect(asked).toHaveLength(2)
})

it.each([[null], [{ limit: 0 }], [{ cursor: 5 }], ['a']])(
  'rejects for the query %j, and throws nothing',
  async (query) => {
    const { list, asked } = numbers(query)
    await expect(list).rejects.toMatchObject({ code: 'invalid_field' })
    await expect(all(list)).rejects.toMatchObject({ code: 'invalid_field' })
    expect(asked).toEqual([])
  },
)
