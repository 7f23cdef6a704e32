import { afterEach, expect, it } from 'vitest'
import { createSillage, memoryStore, type Sillage, type SillageOptions } from '../../src/index.ts'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'

const open: { sillage: Sillage; clock: FakeClock }[] = []
afterEach(async () => {
  for (const { sillage, clock } of open.splice(0)) {
    const closed = sillage.close()
    await clock.advance(20_000)
    await closed
  }
})

const content = { subject: 's', html: '<p>h</p>' }
const people = (count: number) => Array.from({ length: count }, (_, n) => ({ email: `c${n}@example.org` }))

/** A campaign that takes long, and a stream that has nothing yet. */
async function busy(sending: SillageOptions['sending'], sendMs: number, campaigns = 1) {
  const clock = fakeClock()
  const answer = async () => {
    await clock.sleep(sendMs)
    return { kind: 'accepted', response: '250 ok' } as const
  }
  const transport = recordingTransport({ clock, answer })
  const options = { store: memoryStore(), clock, transport, from: 'a@b.example', baseUrl: 'https://mail.example' }
  const sillage = createSillage({ ...options, sending })
  open.push({ sillage, clock })
  await sillage.migrate()
  for (let n = 0; n < campaigns; n++)
    await sillage.campaigns.create({ name: `c${n}`, ...content, recipients: people(300) })
  await sillage.streams.put('receipts', content)
  await sillage.start()
  await clock.advance(3_000)
  const give = (count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, n) => sillage.messages.send({ stream: 'receipts', to: `s${n}@example.org` })),
    )
  /** Of which kind each message is that left since a time. */
  const since = (at: number) =>
    transport.sends.filter((one) => one.at >= at).map(({ to }) => (to.startsWith('s') ? 'stream' : 'campaign'))
  return { clock, give, since }
}

it('messages of streams leave before those of campaigns, but for every tenth', async () => {
  const { clock, give, since } = await busy({ concurrency: 1 }, 50)
  await give(60)
  const at = clock.now()
  await clock.advance(8_000)
  const left = since(at)
  const last = left.lastIndexOf('stream')
  const ofStreams = left.slice(0, last + 1).filter((kind) => kind === 'stream').length
  expect(ofStreams).toBe(60)
  const ofCampaigns = last + 1 - ofStreams
  expect(ofCampaigns).toBeGreaterThanOrEqual(5)
  expect(ofCampaigns).toBeLessThanOrEqual(12)
  expect(left.slice(last + 1)).toContain('campaign')
})

it('under a limit of all, a stream waits for no more than what campaigns hold, and they go on beside it', async () => {
  const { clock, give, since } = await busy({ concurrency: 5, limits: { perSecond: 10 } }, 5, 3)
  await give(60)
  const at = clock.now()
  await clock.advance(20_000)
  const left = since(at)
  const first = left.indexOf('stream')
  expect(first).toBeLessThanOrEqual(12)
  const last = left.lastIndexOf('stream')
  const between = left.slice(first, last + 1)
  const ofCampaigns = between.filter((kind) => kind === 'campaign').length
  expect(ofCampaigns).toBeGreaterThanOrEqual(3)
  expect(ofCampaigns).toBeLessThanOrEqual(25)
})
