import { expect, it } from 'vitest'
import { kit } from '../test-sillage/kit.ts'

const where = (last: number) => ({ planned: { last } })

it('a cursor goes on in the same campaigns, and is refused when another became one of the newest', async () => {
  const { sillage, campaign } = await kit()
  await campaign(['ada@example.org', 'bob@example.org', 'cy@example.org'])
  const first = await sillage.campaigns.people({ where: where(1), limit: 1 })
  const cursor = first.next ?? expect.fail('expected another page')
  const second = await sillage.campaigns.people({ where: where(1), limit: 5, cursor })
  expect([...first.items, ...second.items].map(({ email }) => email).sort()).toEqual([
    'ada@example.org',
    'bob@example.org',
    'cy@example.org',
  ])
  await campaign('dora@example.org')
  await expect(sillage.campaigns.people({ where: where(1), cursor })).rejects.toMatchObject({
    code: 'invalid_cursor',
    field: 'cursor',
    message: expect.stringContaining('ask for the first page again'),
  })
})

it('nobody is in a segment of campaigns that there are none of', async () => {
  const { sillage } = await kit()
  expect(await sillage.campaigns.people({ where: where(3) })).toEqual({ items: [], next: null })
})
