import assert from 'node:assert/strict'
import type { RouteId } from '../../../domain/names.ts'
import type { AdapterCase, MountedSillage } from '../adapter-case.ts'
import { type RawAnswer, rawRequest } from '../raw-request.ts'
import { person, sendOne, type Tokens, tokensOf } from './fixtures.ts'

const group = 'token rests'
const FORGED = '0'.repeat(26)
/** A word that no page of ours has. */
const WORD = 'zzqleftover'

/**
 * What mail programs, gateways and people leave behind a URL. Beyond ASCII in percent sequences, as browsers send it:
 * Node's own parser answers 400 to such bytes.
 */
const rests = [
  ...['', '/', '//', '/.', '/index.html', `/${WORD}/more?${WORD}=1`, `?recipient=${WORD}%40b.example`, `#${WORD}`],
  ...["'", '%27', '"', '%22', '%E2%80%9D', '%C2%BB', '`', '%E3%80%82', '%C3%A9', '%E8%AF%B7%E7%82%B9%E5%87%BB'],
  ...[
    `&recipient=${WORD}%40b.example`,
    '&amp;',
    `&amp;${WORD}=1`,
    '=',
    '=3D',
    '%3D',
    '*',
    '**',
    '_',
    '-',
    '~',
    '$',
    '+',
  ],
  ...[
    '</a>',
    '%3C/a%3E',
    '%3Cscript%3Ealert(1)%3C/script%3E',
    '>',
    ']',
    ')',
    '}',
    '.',
    ',',
    ';',
    ':',
    '!',
    '|',
    '^',
    '\\',
  ],
  ...['%20', `%20${WORD}`, '%0D%0A', `%0d%0aSet-Cookie:%20${WORD}=1`, '%00', '%2F', '%2e%2e%2f', '%2541'],
  ...['%', '%2', '%zz', '%E2%80', '%FF', `%${WORD}`, `/%E0%A4%A/${WORD}`, '%C0%AF', '.'.repeat(33)],
  `%20${`${WORD},%20`.repeat(140)}`,
]
/** With one of these directly behind it, a token is another one. */
const others = ['x', 'U', '0', '%41', '%7a', '0.', 'x/', `${WORD}%20`, 'a'.repeat(300)]

const form = { 'content-type': 'application/x-www-form-urlencoded', ...person }

/** Each way in which a token is used, and that it led on. */
const uses: readonly {
  id: RouteId
  method: 'GET' | 'POST'
  token(tokens: Tokens): string
  body?: string
  expect(answer: RawAnswer): boolean
}[] = [
  { id: 'pixel', method: 'GET', token: ({ pixel }) => pixel, expect: isImage },
  { id: 'read', method: 'GET', token: ({ pixel }) => pixel, expect: isImage },
  {
    id: 'click',
    method: 'GET',
    token: ({ clicks }) => clicks[0] ?? '',
    expect: ({ status, headers }) => status === 302 && headers.location === 'https://shop.example/a?x=1&y=2#top',
  },
  { id: 'view', method: 'GET', token: ({ view }) => view, expect: isPage('Hello Ada') },
  {
    id: 'showPreferences',
    method: 'GET',
    token: ({ preferences }) => preferences,
    expect: isPage('name="opens" value="on" checked'),
  },
  {
    id: 'preferences',
    method: 'POST',
    token: ({ preferences }) => preferences,
    body: 'clicks=on',
    expect: isPage('class="saved"'),
  },
  {
    id: 'showUnsubscribe',
    method: 'GET',
    token: ({ unsubscribe }) => unsubscribe,
    expect: isPage('method="post" action="?by=page"'),
  },
  {
    id: 'unsubscribe',
    method: 'POST',
    token: ({ unsubscribe }) => unsubscribe,
    body: 'List-Unsubscribe=One-Click',
    expect: isPage('<h1>'),
  },
]

function isImage({ status, headers, text }: RawAnswer): boolean {
  return status === 200 && headers['content-type'] === 'image/gif' && text.length === 43
}
function isPage(part: string): (answer: RawAnswer) => boolean {
  return ({ status, headers, text }) =>
    status === 200 && String(headers['content-type']).startsWith('text/html') && text.includes(part)
}

/** A campaign to as many people as are asked for, each of them Ada, and the tokens of each. */
async function sendMany(mounted: MountedSillage, count: number): Promise<{ id: string; people: Tokens[] }> {
  const recipients = Array.from({ length: count }, (_, n) => ({ email: `p${n}@example.org`, name: 'Ada' }))
  const { id } = await sendOne(mounted, { recipients })
  return { id, people: mounted.mails().map(tokensOf) }
}

const repeatsNothing = ({ text, headers }: RawAnswer) =>
  !text.includes(WORD) && !text.includes('alert(1)') && !JSON.stringify(headers).includes(WORD)

export const tokenRestCases: readonly AdapterCase[] = [
  {
    group,
    name: 'whatever was left behind a token, it leads on as if it stood alone, and nothing of it is repeated',
    async run({ start, names }) {
      const mounted = await start()
      const { id, people } = await sendMany(mounted, rests.length)
      for (const [n, rest] of rests.entries())
        for (const { id: route, method, token, body, expect } of uses) {
          const path = names.paths[route].replace(':token', token(people[n] as Tokens)) + rest
          const headers = body === undefined ? person : { ...form, 'content-length': String(body.length) }
          const answer = await rawRequest(
            mounted.url,
            method,
            path,
            body === undefined ? { headers } : { headers, body },
          )
          const what = `${method} ${route} ${JSON.stringify(rest.slice(0, 60))}: ${answer.status}`
          assert.ok(expect(answer), `${what} ${answer.text.slice(0, 200)}`)
          assert.ok(repeatsNothing(answer), what)
        }
      const { items } = await mounted.sillage.messages.list({ campaignId: id, limit: 200 })
      assert.equal(items.length, rests.length)
      for (const message of items) {
        const events = await mounted.sillage.messages.events(message.id)
        const types = new Set<string>(events.items.map(({ type }) => type))
        for (const type of ['open', 'click', 'consent', 'unsubscribe']) assert.ok(types.has(type), type)
      }
      const suppressions = await mounted.sillage.suppressions.list({ limit: 200 })
      assert.equal(suppressions.items.length, rests.length)
      const decided = { opens: false, clicks: true, readTime: false }
      for (const n of rests.keys()) {
        const { at, source, ...said } = (await mounted.sillage.recipients.get(`p${n}@example.org`)).consent
        assert.deepEqual([said, source, typeof at], [decided, 'preferences', 'string'])
      }
    },
  },
  {
    group,
    name: 'letters and digits directly behind a token make another one of it, which is unknown',
    async run({ start, names }) {
      const mounted = await start()
      const { id, people } = await sendMany(mounted, 1)
      for (const rest of others)
        for (const { id: route, method, token } of uses) {
          const path = names.paths[route].replace(':token', token(people[0] as Tokens)) + rest
          await expectUnknown(mounted.url, method, route, path)
        }
      const { opens, clicks, unsubscribes } = await mounted.sillage.campaigns.stats(id)
      assert.deepEqual([opens.total + opens.machine, clicks.total + clicks.machine, unsubscribes], [0, 0, 0])
    },
  },
  {
    group,
    name: 'an unknown token is one whatever stands behind it: a plain page, or the image',
    async run({ start, names }) {
      const mounted = await start()
      await sendMany(mounted, 1)
      for (const [n, rest] of rests.entries()) {
        // A source may try so many a minute; each rest is tried on some of the ways.
        const { id: route, method } = uses[n % uses.length] as (typeof uses)[number]
        await expectUnknown(mounted.url, method, route, names.paths[route].replace(':token', FORGED) + rest)
        const noToken = `${names.paths.click.replace(':token', 'x')}${rest.replace(/^[?#]/, '.')}`
        await expectUnknown(mounted.url, 'GET', 'click', noToken)
      }
    },
  },
]

async function expectUnknown(url: string, method: string, route: RouteId, path: string): Promise<void> {
  const headers = method === 'POST' ? { ...person, 'content-length': '0' } : person
  const answer = await rawRequest(url, method, path, { headers })
  const what = `${method} ${path.slice(0, 120)}: ${answer.status} ${answer.text.slice(0, 200)}`
  if (route === 'pixel' || route === 'read') return assert.ok(isImage(answer), what)
  assert.deepEqual(
    [answer.status, String(answer.headers['content-type']).split(';')[0], answer.headers.location],
    [404, 'text/html', undefined],
    what,
  )
  assert.ok(repeatsNothing(answer), what)
}
