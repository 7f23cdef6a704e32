import { createSillage, type Sillage, type SillageOptions, type Store } from '../../src/index.ts'
import { memoryStore } from '../../src/store/memory/memory-store.ts'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'

/** An installation on a held clock, which sends to whoever it is asked to. */
export async function stage(more: Partial<SillageOptions> = {}, clock: FakeClock = fakeClock()) {
  const store: Store = more.store ?? memoryStore()
  const transport = recordingTransport({ clock })
  const webhooks = { allowPrivate: true }
  const options = {
    clock,
    transport,
    secrets: ['a secret for webhooks'],
    baseUrl: 'https://mail.example',
    from: 'a@example.org',
  }
  const sillage = createSillage({ ...options, webhooks, ...more, store })
  await sillage.migrate()
  await sillage.start({ send: false })
  return { sillage, clock, store }
}

/** Sends to so many people, as `owner`. */
export async function send(sillage: Sillage, clock: FakeClock, count = 1, owner = 'acme') {
  const recipients = Array.from({ length: count }, (_, n) => ({ email: `p${n}@example.org`, ref: `user ${n}` }))
  const content = { name: 'n', subject: 's', html: '<p>Hello</p>' }
  const { id } = await sillage.for(owner).campaigns.create({ ...content, recipients, key: `k${Math.random()}` })
  const sent = sillage.sendDue()
  await clock.advance(60_000)
  await sent
  return id
}

/** Goes on in small steps of held time, with `between` after each of them, until `done`. */
export async function goOn(
  clock: FakeClock,
  done: () => boolean | Promise<boolean>,
  {
    between = async () => {},
    stepMs = 1_000,
    steps = 400,
  }: { between?: () => Promise<void>; stepMs?: number; steps?: number } = {},
) {
  for (let n = 0; n < steps; n += 1) {
    if (await done()) return
    // Of hours, polls would be most of the work.
    await (stepMs > 10_000 ? clock.leap(stepMs) : clock.advance(stepMs))
    await between()
  }
  throw new Error('what was waited for did not come')
}
