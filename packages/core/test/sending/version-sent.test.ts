import { expect, test } from 'vitest'
import { sillageFetch } from '../../src/http/index.ts'
import { createSillage } from '../../src/index.ts'
import { memoryStore } from '../../src/store/memory/memory-store.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'

test('the page of a mail shows the version that was sent, whatever the campaign says now', async () => {
  const clock = fakeClock()
  const transport = recordingTransport({ clock })
  const store = memoryStore()
  const baseUrl = 'http://mail.example/mail'
  const sillage = createSillage({ store, clock, transport, baseUrl, from: 'news@mail.example' })
  await sillage.migrate()
  const html = (words: string) => `<p>${words}</p><a href="{{viewUrl}}">View</a>`
  const { id } = await sillage.campaigns.create({
    name: 'n',
    subject: 's',
    html: html('As it was sent'),
    recipients: [{ email: 'a@b.example' }, { email: 'b@b.example' }],
    delayMs: 60_000,
  })
  // What a delay holds back is sent after the change.
  const first = sillage.sendDue({ until: new Date(clock.now() + 1_000) })
  await clock.advance(1_000)
  await first
  await store.campaigns.update(Number(id), { html: html('Changed') }, ['sending'])
  const later = sillage.sendDue()
  await clock.advance(120_000)
  await later
  const pages = await Promise.all(
    transport.sends.map(async ({ raw }) => {
      const [url = ''] =
        /http:\/\/mail\.example\/mail\/track\/view\/[\w-]+/.exec(raw.toString().replaceAll('=\r\n', '')) ?? []
      return (await sillageFetch(sillage)(new Request(url))).text()
    }),
  )
  expect(pages.map((page) => /As it was sent|Changed/.exec(page)?.[0])).toEqual(['As it was sent', 'Changed'])
  await sillage.close()
})
