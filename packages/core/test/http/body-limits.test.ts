import { expect, it } from 'vitest'
import { createHttpApp } from '../../src/http/index.ts'
import { createSillage, memoryStore, type RouteId } from '../../src/index.ts'

const KB = 1024
const MB = 1024 * KB
const people: RouteId[] = ['createCampaign', 'updateCampaign', 'checkContent']
const selections: RouteId[] = ['countRecipients']
const mails: RouteId[] = ['sendTest', 'previewContent', 'putStream', 'updateStream', 'sendMessage', 'trackMessage']
const content: RouteId[] = [
  ...mails,
  'controlCampaign',
  'controlStream',
  'createTemplate',
  'putTemplate',
  'updateTemplate',
]
/** The files of a mail, in base64. */
const filesOf = (id: RouteId) => (people.includes(id) || mails.includes(id) ? Math.ceil(10_000_000 / 3) * 4 : 0)
const mostOf = (id: RouteId) =>
  filesOf(id) + ([...people, ...selections].includes(id) ? 16 * MB : content.includes(id) ? 4 * MB : 256 * KB)

const sillage = createSillage({ store: memoryStore(), baseUrl: 'http://mail.example' })
await sillage.migrate()
const app = createHttpApp(sillage, { authorize: () => true })
const withBody = app.routes.filter(
  ({ access, method, bodyType }) =>
    access === 'manage' && bodyType === 'application/json' && !['GET', 'DELETE'].includes(method),
)

it.each(withBody.map((route) => [route.id, route] as const))(
  '%s reads a body as long as it needs, and no more',
  async (id, route) => {
    const most = mostOf(id)
    /** The status, and how much was read, of white space and an end that is no JSON. */
    async function ask(length: number, declared: boolean) {
      let read = 0
      async function* body() {
        for (let left = length; left > 0; left -= 64 * KB) {
          const piece = Buffer.alloc(Math.min(left, 64 * KB), ' ')
          if (left <= 64 * KB) piece[piece.length - 1] = 0x7b
          read += piece.length
          yield piece
        }
      }
      const request = {
        method: route.method,
        params: { id: '1', key: 'topics', action: 'retry', delivery: '1' },
        query: '',
        remoteAddress: '127.0.0.1',
        headers: { 'content-type': 'application/json', ...(declared ? { 'content-length': String(length) } : {}) },
        body: { stream: body() },
      }
      const { status } = await app.respond(route, request, { url: route.path, raw: undefined })
      return { status, read }
    }
    // Beside long lists, such as those of people, no more than a mail takes.
    expect((await ask(Math.min(most, 4 * MB), false)).status).not.toBe(413)
    expect(await ask(most + 1, true)).toEqual({ status: 413, read: 0 })
    const { status, read } = await ask(3 * most, false)
    expect([status, read <= most + 64 * KB]).toEqual([413, true])
  },
)

it('knows every route that takes a body', () => {
  expect(withBody.length).toBeGreaterThan(15)
  for (const id of [...people, ...content]) expect(withBody.map((route) => route.id)).toContain(id)
})
