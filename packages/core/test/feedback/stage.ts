import {
  type BounceEvent,
  createSillage,
  createTokenSealer,
  type FailureKind,
  type FeedbackEvent,
  type FeedbackPolicy,
  memoryStore,
  type ReportedFailure,
  type Sillage,
} from '../../src/index.ts'
import type { Store } from '../../src/store/port/store.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'

export const DAY = 86_400_000
const secrets = ['a secret for feedback']
export const sealer = createTokenSealer(secrets)
export const email = 'ada@example.org'
const options = { source: 'test' }

export let clock: ReturnType<typeof fakeClock>
export let sillage: Sillage
export let store: Store

export async function install(policy: FeedbackPolicy = {}) {
  clock = fakeClock()
  const given = { secrets, clock, baseUrl: 'https://mail.example', from: 'a@example.org', feedback: { policy } }
  store = memoryStore()
  sillage = createSillage({ ...given, store, transport: recordingTransport({ clock }) })
  await sillage.migrate()
}

/** Sends a campaign; ids of its messages in the order of the addresses. */
export async function send(to: string[] = [email], more: object = {}): Promise<{ id: string; ids: string[] }> {
  const content = { name: 'n', subject: 's', html: '<p>x</p>', recipients: to.map((one) => ({ email: one })) }
  const { id } = await sillage.campaigns.create({ ...content, ...more })
  const sent = sillage.sendDue()
  await clock.advance(60_000)
  await sent
  const { items } = await sillage.messages.list({ campaignId: id, limit: 200 })
  return { id, ids: to.map((one) => items.find((item) => item.email === one)?.id ?? '') }
}
export const sendOne = async (more: object = {}) => (await send([email], more)).ids[0] ?? ''

export const bounce = (
  messageId: string,
  failure: Partial<ReportedFailure> & { kind?: FailureKind } = {},
): BounceEvent => {
  const { kind = 'address', permanent = true, ...rest } = failure
  return { type: 'bounce', refs: { messageId }, bounce: { permanent, error: { kind, message: 'said' }, ...rest } }
}
export const full = { kind: 'mailbox', permanent: false } as const
export const record = (...events: FeedbackEvent[]) => sillage.feedback.record(events, options)
export const reasons = async (of = email) =>
  (await sillage.recipients.get(of)).suppressions.flatMap(({ topic, reasons: all }) =>
    all.map(({ reason }) => (topic === null ? reason : `${reason} ${topic}`)),
  )
export const detailsOf = async (id: string) => (await store.events.list(Number(id), { limit: 50 })).items
export const eventsOf = async (id: string) => (await detailsOf(id)).map(({ type, detail }) => [type, detail?.permanent])
