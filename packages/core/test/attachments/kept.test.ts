import { expect, it } from 'vitest'
import { encodedSize } from '../../src/content/mime/encode-file.ts'
import { sillageFetch } from '../../src/http/index.ts'
import { createSillage, memoryStore, SillageError, type Store } from '../../src/index.ts'
import { createAttachedFiles } from '../../src/sending/attached-files.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'
import { bytesOf } from './file-names.ts'

const DAY_MS = 86_400_000
const content = { subject: 's', html: '<img src="cid:logo@shop">' }

async function setup() {
  const clock = fakeClock()
  const transport = recordingTransport({ clock })
  const store = memoryStore()
  const sillage = createSillage({ store, clock, transport, from: 'a@shop.example', baseUrl: 'https://mail.example' })
  await sillage.migrate()
  return { clock, transport, store, sillage }
}

/** How often each file was read from the store. */
function countReads(store: Store): () => number {
  let reads = 0
  const { bytes } = store.attachments
  store.attachments.bytes = (id) => {
    reads += 1
    return bytes(id)
  }
  return () => reads
}

it('the page of a mail shows its pictures, those of the version that was sent', async () => {
  const { sillage, transport } = await setup()
  const logo = { filename: 'l.png', cid: 'logo@shop', content: bytesOf(60) }
  const file = { filename: 'a.pdf', content: 'a' }
  await sillage.campaigns.create({
    name: 'n',
    ...content,
    html: `${content.html}<a href="{{viewUrl}}">v</a>`,
    attachments: [logo, file],
    recipients: [{ email: 'ada@example.org' }],
  })
  await sillage.sendDue()
  const text = transport.sends[0]?.raw.toString().replaceAll('=\r\n', '') ?? ''
  const url = /https:\/\/mail\.example\/track\/view\/\S+?(?=[">])/.exec(text.replaceAll('=3D', '='))?.[0] ?? ''
  const page = await sillageFetch(sillage)(new Request(url))
  expect(page.status).toBe(200)
  expect(await page.text()).toContain(`<img src="data:image/png;base64,${bytesOf(60).toString('base64')}"`)
  await sillage.close()
})

it('an upload that no mail uses is gone after a day, one that a campaign has stays until that is deleted', async () => {
  const { sillage, store, clock } = await setup()
  const [unused, used] = [
    await sillage.attachments.create({ filename: 'a', content: 'a' }),
    await sillage.attachments.create({ filename: 'b', content: 'b' }),
  ]
  const attachments = [{ filename: 'b', attachment: used.id }]
  const { id } = await sillage.campaigns.create({ name: 'n', ...content, attachments, recipients: [], start: false })
  const sizes = () => Promise.all([unused, used].map((file) => store.attachments.size(Number(file.id))))
  // A sender would ask the store each second of these days.
  await sillage.start({ send: false })
  await clock.advance(DAY_MS - 60_000)
  expect(await sizes()).toEqual([1, 1])
  await clock.advance(2 * 3_600_000)
  expect(await sizes()).toEqual([undefined, 1])
  await sillage.campaigns.delete(id)
  await clock.advance(2 * 3_600_000)
  expect(await sizes()).toEqual([undefined, undefined])
  await sillage.close()
})

it('a file is loaded once for all messages of all campaigns that have it', async () => {
  const { sillage, store } = await setup()
  const reads = countReads(store)
  const attachments = [{ filename: 'a.pdf', content: bytesOf(1_000) }]
  const recipients = Array.from({ length: 20 }, (_, n) => ({ email: `p${n}@example.org` }))
  for (const name of ['one', 'two']) await sillage.campaigns.create({ name, ...content, attachments, recipients })
  await sillage.sendDue()
  expect(reads()).toBe(1)
  await sillage.close()
})

it('files are kept within bounds, and one that is larger than all of them is loaded once while it is used', async () => {
  const store = memoryStore()
  const reads = countReads(store)
  const files = createAttachedFiles(store.attachments)
  const add = async (size: number) => {
    const attachment = await store.attachments.add({ owner: null, bytes: Buffer.alloc(size), at: 0 })
    return { attachment, size }
  }
  const large = await add(50_000_000)
  expect(encodedSize(large.size)).toBeGreaterThan(64_000_000)
  for (let n = 0; n < 3; n++) expect((await files.encoded(large)).length).toBe(encodedSize(large.size))
  expect(reads()).toBe(1)
  const small = await Promise.all([1, 2, 3].map((size) => add(size)))
  for (const file of [...small, ...small, large]) await files.encoded(file)
  expect(reads()).toBe(5)
  expect(files.encoded(large)).toBeInstanceOf(Buffer)
})

it('a store that is away while files are loaded costs no message', async () => {
  const { sillage, store, transport, clock } = await setup()
  const attachments = [{ filename: 'a.pdf', content: bytesOf(1_000) }]
  const { bytes } = store.attachments
  store.attachments.bytes = async () => {
    throw new SillageError('store_unavailable', 'The store is away.')
  }
  const { id } = await sillage.campaigns.create({
    name: 'n',
    ...content,
    attachments,
    recipients: [{ email: 'ada@example.org' }],
  })
  await sillage.start()
  await clock.advance(2_000)
  expect(transport.sends).toHaveLength(0)
  expect(await sillage.campaigns.get(id)).toMatchObject({ status: 'sending', queued: 1, failed: 0 })
  store.attachments.bytes = bytes
  await clock.advance(20_000)
  expect(transport.sends).toHaveLength(1)
  expect(await sillage.campaigns.get(id)).toMatchObject({ status: 'completed', sent: 1 })
  await sillage.close()
})
