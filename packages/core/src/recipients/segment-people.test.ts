import { expect, it } from 'vitest'
import { addressKey } from '../kit/address-key.ts'
import { memoryStore } from '../store/memory/memory-store.ts'
import type { NewCampaign, NewMessage } from '../store/port/records.ts'
import { newCampaign, people as somePeople } from '../testing/stores/fixtures.ts'
import { hit, judgeByAgent } from '../testing/stores/hits.ts'
import type { Directory } from './directory.ts'
import { askedOf, type FoundPast, type FoundSegment, isIn, listHas, type PastPart, sourceOf } from './segment.ts'
import { segmentPeople } from './segment-people.ts'

const now = 1_700_000_000_000

/** The same numbers in every run. */
function randomly(seed: number) {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** Four campaigns to parts of 1,400 people, whose names and spellings differ between them; some opened or clicked. */
async function installation() {
  const { campaigns, messages, events } = memoryStore()
  const random = randomly(7)
  const everybody = somePeople(1_400)
  const ids: number[] = []
  const linksOf = new Map<number, number[]>()
  for (let n = 0; n < 4; n++) {
    const { campaign } = await campaigns.create(newCampaign({ now }) as NewCampaign)
    const links = await campaigns.addLinks(
      campaign.id,
      ['a', 'b'].map((path) => ({ url: `https://x.example/${path}`, personalised: false })),
    )
    ids.push(campaign.id)
    linksOf.set(
      campaign.id,
      links.map(({ id }) => id),
    )
    const chosen = everybody.filter(() => random(3) > 0)
    const batch: NewMessage[] = chosen.map(({ email, name }) => ({
      ...(everybody[0] as NewMessage),
      email: random(2) === 0 ? email : email.toUpperCase(),
      name: random(4) === 0 ? `Other ${name}` : name,
    }))
    await campaigns.plan(campaign.id, batch, now, { to: 'sending' })
    const lease = { sender: 's', now, leaseUntil: now + 1000 }
    const claimed = await messages.claim({ ...lease, campaigns: [{ campaignId: campaign.id, limit: 10_000 }] })
    const messageIds = claimed.map(({ id }) => id)
    await messages.begin({ ...lease, messageIds })
    const tracked = { opens: true, clicks: true, readTime: true }
    await messages.settle(
      's',
      messageIds.map((messageId) => ({ messageId, kind: 'sent', at: now, tracked })),
    )
    const hits = messageIds.flatMap((id) => {
      const linkId = links[random(2)]?.id ?? null
      return [[], [], [hit('open', id)], [hit('click', id, { linkId })], [hit('bounce', id)]][random(5)] ?? []
    })
    await events.record({ recorder: `r${n}`, sequence: 1, hits, lookBackMs: 1 }, judgeByAgent)
  }
  return { messages, ids, linksOf, random, everybody }
}

const past = (
  campaignIds: readonly number[],
  links?: readonly number[],
  linksOf?: Map<number, number[]>,
): FoundPast => ({
  campaigns: new Map(
    campaignIds.map((id) => {
      const its = (linksOf?.get(id) ?? []).filter((link) => links?.includes(link) === true)
      return [
        id,
        {
          sizes: { planned: 9, received: 9, opened: 3, clicked: 2, bounced: 1 },
          links: its.map((link) => ({ id: link, unique: 1 })),
        },
      ]
    }),
  ),
  links: links === undefined ? undefined : new Set(links),
})

it('has everybody of any segment once, wherever they are found', async () => {
  const { messages, ids, linksOf, random, everybody } = await installation()
  const contacts = everybody.map(({ email, name, company, ref, data, consent }, n) => {
    return { id: String(n), email, name, company, ref, data, consent, tags: n % 3 === 0 ? ['vip'] : [], createdAt: '' }
  })
  const directory = {
    search: async ({ limit, cursor, counted }) => {
      // A count for each page would make planning a directory grow with its square.
      expect(counted).toBe(false)
      const from = Number(cursor ?? 0)
      const next = from + limit < contacts.length ? String(from + limit) : null
      return { items: contacts.slice(from, from + limit), next, total: null }
    },
    resolve: async () => [],
  } satisfies Directory
  let pages = 0
  const counted: typeof messages = {
    ...messages,
    became(request) {
      pages++
      return messages.became(request)
    },
  }

  const parts: PastPart[] = ['planned', 'received', 'opened', 'clicked', 'bounced']
  function anySegment(depth: number): FoundSegment {
    const segment: FoundSegment = {}
    for (const part of parts) {
      if (random(5) > 0) continue
      const some = ids.filter(() => random(2) === 0)
      const links = part === 'clicked' && random(2) === 0 ? some.flatMap((id) => linksOf.get(id)?.[0] ?? []) : undefined
      segment[part] = past(some, links, linksOf)
    }
    if (random(4) === 0) segment.q = ['person 1', 'other', 'PERSON', 'person2'][random(4)]
    if (random(9) === 0) segment.tag = 'vip'
    if (depth > 0 && random(2) === 0) segment.any = [anySegment(depth - 1), anySegment(depth - 1)]
    if (depth > 0 && random(2) === 0) segment.not = anySegment(depth - 1)
    return segment
  }

  const seen = { lists: 0, directory: 0, several: 0 }
  for (let n = 0; n < 60; n++) {
    const where = anySegment(2)
    const found: string[] = []
    pages = 0
    for await (const page of segmentPeople({ directory, messages: counted, owner: undefined }, where))
      found.push(...page.map(({ email }) => addressKey(email)))

    const became = await messages.became({ ...askedOf(where), emails: everybody.map(({ email }) => email) })
    const of = Map.groupBy(became, ({ email }) => addressKey(email))
    const lists = sourceOf(where)
    const candidates = lists === undefined ? contacts : became.filter((one) => lists.some((list) => listHas(list, one)))
    const expected = candidates.filter((one) => isIn(where, one, of.get(addressKey(one.email)) ?? []))
    const keys = new Set(expected.map(({ email }) => addressKey(email)))
    expect(found.toSorted(), JSON.stringify(where)).toEqual([...keys].sort())
    if (lists === undefined) seen.directory++
    else if (expected.length > 0) seen[expected.length > keys.size ? 'several' : 'lists']++
    if (askedOf(where).campaignIds.length > 0 && lists === undefined) expect(pages).toBe(3)
  }
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(5)
})

it('takes what the newest campaign says of somebody', async () => {
  const { messages, ids } = await installation()
  const directory = {} as Directory
  const newest = Math.max(...ids)
  const names = new Map<string, string | null>()
  for await (const page of segmentPeople({ directory, messages, owner: undefined }, { planned: past(ids) }))
    for (const { email, name } of page) names.set(addressKey(email), name)
  const { items } = await messages.list({ campaignId: newest, sort: 'name', order: 'asc', limit: 1000 })
  expect(items.length).toBeGreaterThan(800)
  for (const { email, name } of items) expect(names.get(addressKey(email))).toBe(name)
})
