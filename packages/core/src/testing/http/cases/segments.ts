import assert from 'node:assert/strict'
import type { Page } from '../../../domain/page.ts'
import type { Segment, SegmentPerson, Selection } from '../../../domain/selection.ts'
import type { AdapterCase, MountedSillage } from '../adapter-case.ts'
import { campaign, expectError, person, sent, type Tokens, tokensOf } from './fixtures.ts'

const group = 'segments'
const names = ['ada', 'bob', 'cyd', 'dan']
const addressOf = (name: string) => `${name}@example.org`
const urls = ['https://shop.example/a?x=1&y=2#top', 'https://shop.example/b'] as const

/** Sends a campaign to some; the tokens of each one's mail, by name. */
async function sendTo(
  mounted: MountedSillage,
  to: readonly string[],
): Promise<{ id: string; of: Map<string, Tokens> }> {
  const before = mounted.mails().length
  const recipients = to.map((name) => ({ email: addressOf(name), name }))
  const answer = await mounted.request('createCampaign', { method: 'POST', body: campaign({ recipients }) })
  assert.equal(answer.status, 201, answer.text)
  const id = String(answer.json().id)
  await sent(mounted, id)
  const mails = mounted.mails().slice(before)
  const mailOf = (name: string) =>
    mails.find((mail) => mail.includes(`To: ${name} <`) || mail.includes(addressOf(name)))
  return { id, of: new Map(to.map((name) => [name, tokensOf(mailOf(name) ?? '')])) }
}

/** Three campaigns: of the first bob opened, ada clicked A and cyd B; of the second dan clicked A; the third is new. */
async function history(mounted: MountedSillage) {
  const [first, second] = [await sendTo(mounted, names), await sendTo(mounted, ['ada', 'dan'])]
  const click = (one: typeof first, name: string, link: number) =>
    mounted.request('click', { params: { token: one.of.get(name)?.clicks[link] ?? '' }, headers: person })
  await mounted.request('pixel', { params: { token: first.of.get('bob')?.pixel ?? '' }, headers: person })
  for (const [one, name, link] of [
    [first, 'ada', 0],
    [first, 'cyd', 1],
    [second, 'dan', 0],
  ] as const)
    assert.equal((await click(one, name, link)).status, 302)
  const third = await sendTo(mounted, ['bob'])
  return { ids: [first.id, second.id, third.id] as const }
}

export const segmentCases: readonly AdapterCase[] = [
  {
    group,
    name: 'who clicked a link is listed and exported by the link of the figures',
    async run({ start }) {
      const mounted = await start()
      const { ids } = await history(mounted)
      const params = { id: ids[0] }
      const stats = (await mounted.request('getStats', { params })).json() as never as {
        links: { id: string; url: string; unique: number }[]
      }
      const expected = [['ada@example.org'], ['cyd@example.org']]
      for (const [index, url] of urls.entries()) {
        const link = stats.links.find((one) => one.url === url)
        assert.equal(link?.unique, 1)
        const query = { link: link.id, sort: 'clicks', limit: '1' }
        const { items } = (await mounted.request('listMessages', { params, query })).json() as never as {
          items: { email: string }[]
        }
        assert.deepEqual(
          items.map(({ email }) => email),
          expected[index],
        )
        const csv = (await mounted.request('exportMessages', { params, query: { link: link.id } })).text
        assert.deepEqual(csv.match(/\w+@example.org/g), expected[index])
      }
      const none = await mounted.request('listMessages', {
        params: { id: ids[2] },
        query: { link: stats.links[0]?.id ?? '' },
      })
      assert.deepEqual(none.json().items, [])
      for (const route of ['listMessages', 'exportMessages'] as const)
        expectError(await mounted.request(route, { params, query: { link: 'x' } }), 400, 'invalid_field', 'link')
    },
  },
  {
    group,
    name: 'a selection is counted as it would be planned, and stores nothing',
    async run({ start }) {
      const mounted = await start()
      const { ids } = await history(mounted)
      const [first, second, third] = ids
      const body = { email: 'BOB@example.org', tags: ['vip'] }
      const contact = await mounted.request('createContact', { method: 'POST', body })
      await mounted.request('createContact', { method: 'POST', body: { email: 'eve@example.org' } })
      await mounted.request('unsubscribeRecipient', { method: 'POST', body: { email: 'cyd@example.org' } })
      const contactIds = [String(contact.json().id)]

      const zed = { email: 'zed@example.org', company: 'Zed & Sons' }
      const given = [{ email: 'cyd@example.org', company: 'ZED & SONS' }, zed, { email: 'Zed@Example.org' }]
      const expected: readonly [Selection, readonly string[], number, number?][] = [
        [{}, [], 0],
        [{ people: given }, ['cyd', 'zed'], 1, 1],
        [{ people: given, contactIds, where: {}, except: ['EVE@example.org'] }, ['bob', 'cyd', 'zed'], 1, 1],
        [{ where: {} }, ['bob', 'eve'], 0],
        [{ where: { planned: { campaignId: first } } }, names, 1],
        [{ where: { planned: { campaignId: [first, third] } }, contactIds }, names, 1],
        [{ where: { opened: { campaignId: first } } }, ['ada', 'bob', 'cyd'], 1],
        [{ where: { clicked: { campaignId: [first, second] } } }, ['ada', 'cyd', 'dan'], 1],
        [{ where: { clicked: { campaignId: [first, second], url: urls[0] } } }, ['ada', 'dan'], 0],
        [{ where: { clicked: { last: 3, url: urls[1] } } }, ['cyd'], 1],
        [{ where: { clicked: { last: 100, url: 'https://shop.example/none' } } }, [], 0],
        [{ where: { received: { last: 1 } } }, ['bob'], 0],
        [{ where: { opened: { last: 3 }, not: { clicked: { last: 3 } } } }, ['bob'], 0],
        [{ where: { opened: { last: 3 }, not: { planned: { last: 1 } } } }, ['ada', 'cyd', 'dan'], 1],
        [{ where: { not: { opened: { campaignId: first } } } }, ['eve'], 0],
        [{ where: { tag: 'vip', opened: { last: 3 } } }, ['bob'], 0],
        [
          { where: { any: [{ clicked: { campaignId: second } }, { planned: { campaignId: third } }] } },
          ['bob', 'dan'],
          0,
        ],
      ]
      for (const [selection, who, suppressed, companies = 0] of expected) {
        const counted = await mounted.request('countRecipients', { method: 'POST', body: selection })
        const text = JSON.stringify(selection)
        assert.deepEqual([counted.status, counted.json()], [200, { total: who.length, suppressed, companies }], text)
        if (selection.where !== undefined && selection.contactIds === undefined && selection.people === undefined)
          assert.deepEqual(await listed(mounted, selection.where), who, text)
        const made = await mounted.request('createCampaign', {
          method: 'POST',
          body: campaign({ recipients: selection, start: false }),
        })
        const { total, skipped, warnings } = made.json() as never as {
          total: number
          skipped: number
          warnings: { code: string }[]
        }
        assert.deepEqual([total, skipped], [who.length, suppressed], text)
        const twice = warnings.some(({ code }) => code === 'recipients_duplicate')
        assert.equal(twice, (selection.contactIds ?? selection.people) !== undefined, text)
        const params = { id: String(made.json().id) }
        const rows = (await mounted.request('listMessages', { params })).json().items as unknown as { email: string }[]
        assert.deepEqual(rows.map(({ email }) => email.toLowerCase()).sort(), who.map(addressOf).sort(), text)
        await mounted.request('deleteCampaign', { method: 'DELETE', params })
      }
      const { items } = (await mounted.request('listCampaigns')).json() as never as { items: unknown[] }
      assert.equal(items.length, 3, 'counting stores no campaign')
    },
  },
  {
    group,
    name: 'a selection that cannot be counted is refused with its field',
    async run({ start }) {
      const { request } = await start()
      const zed = { email: 'zed@example.org' }
      const refused: readonly [unknown, string, string][] = [
        [[], 'invalid_field', ''],
        [{ recipients: [] }, 'unknown_field', 'recipients'],
        [{ contactIds: ['99'] }, 'unknown_contact', 'contactIds'],
        [{ people: [zed, { email: 'no address' }] }, 'invalid_address', 'people[1].email'],
        [{ except: ['no address'] }, 'invalid_address', 'except[0]'],
        [{ where: { opened: { campaignId: '99' } } satisfies Segment }, 'invalid_field', 'where.opened.campaignId'],
        [{ where: { opened: { since: '2026-01-01' } } }, 'unknown_field', 'where.opened.since'],
        [
          { where: { any: [{ clicked: { last: 1, url: '' } }] } satisfies Segment },
          'invalid_field',
          'where.any[0].clicked.url',
        ],
      ]
      for (const [body, code, field] of refused)
        expectError(
          await request('countRecipients', { method: 'POST', body }),
          400,
          code,
          field === '' ? undefined : field,
        )
    },
  },
]

/** The names in the addresses of all people of a segment, read one by one. */
async function listed({ request }: MountedSillage, where: Segment): Promise<string[]> {
  const found: string[] = []
  let cursor: string | undefined
  do {
    const answer = await request('listPeople', { method: 'POST', body: { where, limit: 1, cursor } })
    assert.equal(answer.status, 200, answer.text)
    const { items, next } = answer.json() as never as Page<SegmentPerson>
    assert.ok(items.length <= 1)
    found.push(...items.map(({ email }) => email.toLowerCase().split('@')[0] ?? ''))
    cursor = next ?? undefined
  } while (cursor !== undefined)
  return found.sort()
}
