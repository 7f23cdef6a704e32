import { expect, test } from 'vitest'

test('the elements can be imported where there is no page, and nothing is registered or opened there', async () => {
  expect('document' in globalThis).toBe(false)
  const elements = await import('../packages/ui-elements/src/index.ts')
  await import('../packages/ui-elements/src/register.ts')
  expect(elements.CampaignManager.tag).toBe('campaign-manager')
  expect(elements.createSillageContext({ baseUrl: '/sillage' }).client.baseUrl).toBe('/sillage')
  expect('document' in globalThis).toBe(false)
})
