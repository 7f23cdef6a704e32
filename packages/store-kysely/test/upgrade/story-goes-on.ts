import { sillageFetch } from '@sillage/core/http'
import type { Store } from '@sillage/core/store'
import { expect } from 'vitest'
import { type Figures, installationOn, reached, readAll } from './story.ts'

/**
 * Opens what a release wrote by the code of today: `migrate` does what there is to do, every figure is what it was,
 * links in mails of then lead on, and a campaign that was under way ends. Closes the store.
 */
export async function storyGoesOn(store: Store, figures: Figures): Promise<void> {
  const { sillage, mails } = installationOn(store)
  await sillage.migrate()
  expect(await readAll(sillage, figures)).toEqual(figures.read)
  await sillage.start()
  const answer = await sillageFetch(sillage)(new Request(figures.link.url))
  expect([answer.status, answer.headers.get('location')]).toEqual([302, figures.link.location])
  const before = await sillage.campaigns.stats(figures.paused)
  const completed = reached(sillage, 'campaign.completed', () => figures.paused)
  await sillage.campaigns.update(figures.paused, { delayMs: 0 })
  await sillage.campaigns.resume(figures.paused)
  await completed
  expect(mails()).toHaveLength(4 - before.sent)
  expect(await sillage.campaigns.stats(figures.paused)).toMatchObject({ sent: 4, failed: 0 })
  await sillage.close()
}
