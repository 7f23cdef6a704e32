import { expect, test } from 'vitest'
import { createApiClient } from './api-client.ts'
import { changeList, readSetting } from './settings.ts'

/** A server with one setting. */
function withSetting(value: unknown) {
  const asked: [method: string, url: string, body: unknown][] = []
  const api = createApiClient({
    baseUrl: '/mail',
    fetch: async (url, init) => {
      const body: unknown = init?.body === undefined ? undefined : JSON.parse(String(init.body))
      asked.push([init?.method ?? 'GET', String(url), body])
      return Response.json({ value, source: 'own' })
    },
  })
  return { api, asked }
}

test('a list is changed as it is by now', async () => {
  const { api, asked } = withSetting([{ key: 'news' }])
  await changeList<{ key: string }>(api, 'topics', (present) => [...present, { key: 'offers' }])
  expect(asked).toEqual([
    ['GET', '/mail/api/settings/topics', undefined],
    ['PUT', '/mail/api/settings/topics', { value: [{ key: 'news' }, { key: 'offers' }] }],
  ])
})

test('one that was never set is empty', async () => {
  const { api, asked } = withSetting(null)
  expect((await readSetting(api, 'topics')).value).toBeNull()
  await changeList<string>(api, 'topics', (present) => [...present, 'first'])
  expect(asked.at(-1)?.[2]).toEqual({ value: ['first'] })
})
