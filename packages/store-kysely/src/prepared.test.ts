import { expect, test, vi } from 'vitest'
import { mailBuilder } from '../test/query-builder.ts'
import { prepared } from './prepared.ts'

const db = mailBuilder()
const links = db.selectFrom('email_links').select('url')

test('a prepared query is built once, and has the values of each call wherever they stand', () => {
  const build = vi.fn((id: number, url: string) =>
    links
      .where('url', '=', url)
      .where('total', '>', 7)
      .where(({ eb, or }) => or([eb('id', '=', id), eb('campaign_id', '=', id)])),
  )
  const link = prepared(build)
  const sql = `select "url" from "mail"."email_links" where "url" = $1 and "total" > $2 and ("id" = $3 or "campaign_id" = $4)`
  expect(link(1, 'one')).toEqual({ sql, parameters: ['one', 7, 1, 1], compiled: 'once' })
  expect(link(2, 'two')).toEqual({ sql, parameters: ['two', 7, 2, 2], compiled: 'once' })
  expect(build).toHaveBeenCalledOnce()
})

test('a value that becomes no parameter is refused, and not left out of every call', () => {
  const link = prepared((id: number, url: string) => links.where('id', '=', id).where('url', '=', `${url}/`))
  expect(() => link(1, 'one')).toThrow('expected value 1 of a query among its parameters')
})
