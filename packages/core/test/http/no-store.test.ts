import { expect, it, onTestFinished } from 'vitest'
import { createHttpApp } from '../../src/http/index.ts'
import { kit } from '../test-sillage/kit.ts'
import { fetchServer } from './fetch-server.ts'

it('no answer of a management route is kept by a browser or a proxy, of an error neither', async () => {
  const { sillage, campaign, messages } = await kit()
  const id = await campaign('ada@example.org')
  const [message] = await messages(id)
  const { id: contact } = await sillage.contacts.create({ email: 'ada@example.org' })
  const { id: template } = await sillage.templates.create({ name: 'n', subject: 's', html: '<p>x</p>' })
  const hook = { url: 'https://hook.invalid/', events: ['message.sent' as const] }
  const { id: webhook } = await sillage.webhooks.create(hook)
  await sillage.streams.put('receipts', { subject: 's', html: '<p>x</p>' })
  const ids: Record<string, string> = {
    campaigns: id,
    messages: message?.id ?? '',
    contacts: contact,
    templates: template,
    webhooks: webhook,
    streams: 'receipts',
    settings: 'topics',
  }

  const server = await fetchServer(sillage, { authorize: () => true })
  onTestFinished(() => server.close())
  const reads = createHttpApp(sillage, { authorize: () => true }).routes.filter(
    ({ access, method, id: name }) => access === 'manage' && method === 'GET' && name !== 'live',
  )
  expect(reads.length).toBeGreaterThan(12)
  for (const { path, id: name } of reads) {
    const words = path.split('/').filter((word) => word in ids)
    const room = words.includes('streams') ? 'streams' : (words.at(-1) ?? '')
    for (const value of [ids[room] ?? 'ada@example.org', 'no-such-id']) {
      const answer = await fetch(server.url + path.replace(/:\w+/g, encodeURIComponent(value)))
      await answer.arrayBuffer()
      expect(`${name} ${answer.status} ${answer.headers.get('cache-control')}`).toContain('no-store')
      if (value !== 'no-such-id') expect(`${name} ${answer.status}`).toBe(`${name} 200`)
    }
  }
})
