import { expect, test } from 'vitest'
import { mailBuilder } from '../test/query-builder.ts'
import type { StatementDialect } from './dialect.ts'
import { given, inside, isAmongFew, literal, part } from './query-parts.ts'
import { raw, sql } from './sql.ts'

const db = mailBuilder()

/** The two ways in which dialects write it. */
const dialects = {
  in: { amongFew: (ids) => sql`in (${ids})` },
  any: { amongFew: (ids) => sql`= any(array(${ids}))` },
} satisfies Record<string, Pick<StatementDialect, 'amongFew'>>
const input: Pick<StatementDialect, 'inputTable'> = {
  inputTable: () => ({
    of: (rows) => ({ sql: 'unnest(?) as v("id")', parameters: [rows.map((row) => Object.values(row))] }),
  }),
}

test('parameters of a hand-written part stand in their order among those of the query', () => {
  const query = db
    .selectFrom('email_links')
    .select('url')
    .where('id', '=', 1)
    .where(({ ref }) => part<boolean>(sql`${inside(ref('total'))} between ${2} and ${raw('10 *')} ${3}`))
    .where('url', 'in', [literal('a?'), literal("it's")])
    .limit(4)
    .modifyEnd(part(sql`for update`))
  expect(query.compile()).toMatchObject({
    sql: `select "url" from "mail"."email_links" where "id" = $1 and "total" between $2 and 10 * $3 and "url" in ('a?', 'it''s') limit $4 for update`,
    parameters: [1, 2, 3, 4],
  })
})

test('given rows are one parameter and a table with the name it gives itself', () => {
  const rows = given(input as StatementDialect, { id: 'integer' }, [{ id: 7, more: 'than asked for' }])
  const query = db
    .updateTable('email_links as l')
    .from(rows)
    .set(({ ref }) => ({ total: ref('v.id') }))
    .whereRef('l.id', '=', 'v.id')
  expect(query.compile().sql).toBe(
    `update "mail"."email_links" as "l" set "total" = "v"."id" from unnest($1) as v("id") where "l"."id" = "v"."id"`,
  )
})

test.for([
  ['in', `in (select "id" from "mail"."email_links" where "total" = $1)`],
  ['any', `= any(array(select "id" from "mail"."email_links" where "total" = $1))`],
] as const)('a query among few ids stands in one pair of parentheses, with %s', ([name, written]) => {
  const ids = db.selectFrom('email_links').select('id').where('total', '=', 5)
  const query = db
    .deleteFrom('email_links')
    .where(({ ref }) => isAmongFew(dialects[name] as StatementDialect, ref('id'), ids))
    .where('url', '=', 'end')
  expect(query.compile()).toMatchObject({
    sql: `delete from "mail"."email_links" where "id" ${written} and "url" = $2`,
    parameters: [5, 'end'],
  })
})
