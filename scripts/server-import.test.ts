import { expect, test } from 'vitest'

test('the elements can be imported where there is no page, and nothing is registered or opened there', async () => {
  expect('document' in globalThis).toBe(false)
  const elements = await import('../packages/ui-elements/src/index.ts')
  await import('../packages/ui-elements/src/register.ts')
  const { SillageEditor } = await import('../packages/ui-editor/src/index.ts')
  await import('../packages/ui-editor/src/register.ts')
  expect(elements.CampaignManager.tag).toBe('campaign-manager')
  expect(elements.createSillageContext({ baseUrl: '/sillage' }).client.baseUrl).toBe('/sillage')
  expect(SillageEditor.tag).toBe('sillage-editor')
  expect('document' in globalThis).toBe(false)
})
