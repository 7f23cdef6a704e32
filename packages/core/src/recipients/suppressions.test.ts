import { expect, it } from 'vitest'
import { memoryStore } from '../store/memory/memory-store.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { createSuppressions } from './suppressions.ts'

it('answers a new reason with those the address has on the same topic, the newest first', async () => {
  const suppressions = createSuppressions(memoryStore().suppressions, fakeClock(), undefined)
  const email = 'ada@example.org'
  const news = await suppressions.create({ email, topic: 'news' })
  await suppressions.create({ email })
  await suppressions.create({ email: 'bo@example.org', topic: 'news' })
  const complained = await suppressions.create({ email: 'Ada@Example.org', topic: 'news', reason: 'complaint' })

  expect(complained).toMatchObject({ id: news.id, topic: 'news', created: true })
  expect(complained.reasons.map(({ reason }) => reason)).toEqual(['complaint', 'manual'])
  expect(await suppressions.create({ email, topic: 'news', reason: 'complaint' })).toEqual({
    ...complained,
    created: false,
  })
})
