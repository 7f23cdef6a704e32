import { beforeEach, describe, expect, it } from 'vitest'
import { createSillage, isSillageError, type Sillage } from '../src/index.ts'
import { memoryStore } from '../src/store/memory-store.ts'
import { fakeClock } from '../src/testing/fake-clock.ts'
import { recordingTransport } from '../src/testing/recording-transport.ts'

const email = 'zoe@example.org'
const content = { subject: 's', html: '<a href="https://shop.example/">A</a>' }
const owners = [undefined, 'a', 'b'] as const
type Owner = (typeof owners)[number]

interface Ids {
  campaign: string
  message: string
  contact: string
  template: string
  suppression: string
}
let sillage: Sillage
let ids: Map<Owner, Ids>

/** The same person with two tenants, and with none: rows of each kind, made under the scope of each. */
beforeEach(async () => {
  const clock = fakeClock()
  const transport = recordingTransport({ clock })
  sillage = createSillage({
    store: memoryStore(),
    clock,
    transport,
    baseUrl: 'http://mail.example',
    from: 'a@b.example',
  })
  await sillage.migrate()
  ids = new Map()
  for (const owner of owners) {
    const scope = owner === undefined ? undefined : { owner }
    const recipients = { list: [{ email }, { email: 'other@example.org' }] }
    const { id: campaign } = await sillage.campaigns.create({ name: `of ${owner}`, ...content, recipients }, scope)
    const sent = sillage.sendDue()
    await clock.advance(10_000)
    await sent
    const [message] = (await sillage.messages(campaign, { q: email })).items
    const { id: contact } = await sillage.contacts.create({ email, company: `of ${owner}` }, scope)
    await sillage.contacts.import(`email,company\nimported@example.org,of ${owner}\n`, {}, scope)
    const { id: template } = await sillage.templates.create({ name: `of ${owner}`, ...content }, scope)
    const { id: suppression } = await sillage.suppressions.add({ email, topic: `of ${owner}` }, scope)
    ids.set(owner, { campaign, message: message?.id ?? '', contact, template, suppression })
  }
})

type Scoped = { owner: string } | undefined
/** Every function that reads: what it shows of each owner's, by the name that the row has. */
const lists: Record<string, (scope: Scoped) => Promise<unknown[]>> = {
  'campaigns.list': async (scope) => (await sillage.campaigns.list({}, scope)).items.map(({ name }) => name),
  'contacts.search': async (scope) =>
    (await sillage.contacts.search({ q: 'zoe' }, scope)).items.map(({ company }) => company),
  'contacts.import': async (scope) =>
    (await sillage.contacts.search({ q: 'imported' }, scope)).items.map(({ company }) => company),
  'contacts.companies': async (scope) =>
    (await sillage.contacts.companies({}, scope)).items.map(({ company }) => company),
  'templates.list': async (scope) => (await sillage.templates.list({}, scope)).items.map(({ name }) => name),
  'suppressions.list': async (scope) => (await sillage.suppressions.list({}, scope)).items.map(({ topic }) => topic),
  'exportRecipient, contacts': async (scope) =>
    (await sillage.exportRecipient(email, scope)).contacts.map(({ company }) => company),
  'exportRecipient, suppressions': async (scope) =>
    (await sillage.exportRecipient(email, scope)).suppressions.map(({ topic }) => topic),
  'exportRecipient, messages': async (scope) =>
    (await sillage.exportRecipient(email, scope)).messages.map(
      ({ id }) => `of ${owners.find((owner) => ids.get(owner)?.message === String(id))}`,
    ),
}

/** Every function that is given an id: another tenant's is `not_found`. Those that delete come last. */
const byId: Record<string, (of: Ids, scope: Scoped) => Promise<unknown>> = {
  'campaigns.get': (of, scope) => sillage.campaigns.get(of.campaign, scope),
  'campaigns.update': (of, scope) => sillage.campaigns.update(of.campaign, { name: 'other' }, scope),
  'campaigns.retry': (of, scope) => sillage.campaigns.retry(of.campaign, { include: ['failed'] }, scope),
  stats: (of, scope) => sillage.stats(of.campaign, scope),
  timeline: (of, scope) => sillage.timeline(of.campaign, 'hour', scope),
  messages: (of, scope) => sillage.messages(of.campaign, {}, scope),
  exportMessages: (of, scope) => sillage.exportMessages(of.campaign, {}, scope),
  events: (of, scope) => sillage.events(of.message, {}, scope),
  'campaigns.create from an earlier one': (of, scope) =>
    sillage.campaigns.create({ name: 'n', ...content, recipients: { filter: { campaignId: of.campaign } } }, scope),
  'campaigns.create with a template': (of, scope) =>
    sillage.campaigns.create({ name: 'n', templateId: of.template, recipients: { list: [] }, start: false }, scope),
  'contacts.get': (of, scope) => sillage.contacts.get(of.contact, scope),
  'contacts.update': (of, scope) => sillage.contacts.update(of.contact, { name: 'other' }, scope),
  'templates.get': (of, scope) => sillage.templates.get(of.template, scope),
  'templates.replace': (of, scope) => sillage.templates.replace(of.template, { name: 'n', ...content }, scope),
  'contacts.delete': (of, scope) => sillage.contacts.delete(of.contact, scope),
  'templates.delete': (of, scope) => sillage.templates.delete(of.template, scope),
  'suppressions.delete': (of, scope) => sillage.suppressions.delete(of.suppression, scope),
  'campaigns.delete': (of, scope) => sillage.campaigns.delete(of.campaign, scope),
}

/** How another tenant's row is refused where it is read, and where it is named in an input. */
const refusals = /^(not_found|unknown_template|invalid_field)$/

describe('a scope', () => {
  it.each(Object.entries(lists))('of %s narrows to one tenant, and without it all are seen', async (_, list) => {
    expect((await list(undefined)).sort()).toEqual(['of a', 'of b', 'of undefined'])
    expect(await list({ owner: 'a' })).toEqual(['of a'])
    expect(await list({ owner: 'b' })).toEqual(['of b'])
    expect(await list({ owner: 'c' })).toEqual([])
  })

  it.each(Object.entries(byId))('of %s refuses another tenant’s row, and without it any is found', async (_, act) => {
    const of = (owner: Owner) => ids.get(owner) ?? expect.fail('no rows')
    // What cannot be done now was found all the same.
    const outcome = async (row: Owner, scope: Scoped) => {
      try {
        await act(of(row), scope)
        return 'found'
      } catch (error) {
        return isSillageError(error) && error.code === 'wrong_status' ? 'found' : error
      }
    }
    for (const row of [undefined, 'a'] as const)
      expect(await outcome(row, { owner: 'b' })).toMatchObject({ code: expect.stringMatching(refusals) })
    expect(await outcome('a', { owner: 'a' })).toBe('found')
    for (const row of ['b', undefined] as const) expect(await outcome(row, undefined)).toBe('found')
  })

  it.each([
    [undefined, 3, [], ['a', 'b', undefined]],
    ['a', 1, ['of b', 'of undefined'], ['a']],
    ['b', 1, ['of a', 'of undefined'], ['b']],
    ['c', 0, ['of a', 'of b', 'of undefined'], ['c']],
  ] as const)('of eraseRecipient: %s', async (owner, touched, left, held) => {
    for (const { suppression } of ids.values()) await sillage.suppressions.delete(suppression)
    expect(await sillage.eraseRecipient(email, owner === undefined ? undefined : { owner })).toBe(touched)
    for (const name of ['exportRecipient, contacts', 'exportRecipient, messages'])
      expect((await lists[name]?.(undefined))?.sort(), name).toEqual(left)
    const skipped: (string | undefined)[] = []
    for (const one of ['a', 'b', 'c', undefined]) {
      const recipients = { list: [{ email }] }
      const scope = one === undefined ? undefined : { owner: one }
      const { id } = await sillage.campaigns.create({ name: 'again', ...content, recipients, start: false }, scope)
      if ((await sillage.campaigns.get(id)).skipped === 1) skipped.push(one)
    }
    expect(skipped).toEqual(held)
  })

  it('of recordBounce and recordComplaint is not needed: they suppress for the owner of the message', async () => {
    for (const { suppression } of ids.values()) await sillage.suppressions.delete(suppression)
    const messageId = ids.get('a')?.message ?? ''
    await sillage.recordComplaint({ messageId })
    const held = async (scope: Scoped) => (await sillage.suppressions.list({}, scope)).items.length
    expect([await held(undefined), await held({ owner: 'a' }), await held({ owner: 'b' })]).toEqual([1, 1, 0])
  })
})
