import { createHttpApp, type HttpApp, type HttpResult } from '../../../src/http/index.ts'
import { createSillage, type Sillage, type Store, systemClock } from '../../../src/index.ts'
import { recordingTransport } from '../../../src/testing/index.ts'
import { allowed } from '../../unheard.ts'
import type { Document, ManageRequest } from './manage-requests.ts'

export interface FuzzedInstallation {
  sillage: Sillage
  app: HttpApp
  /** What the installation serves about itself; the requests are made from it. */
  document: Document
  /** What it logged as an error of its own, since it was last asked. */
  takeErrors(): unknown[]
  /** Answers one request, reading what it answers to the end. */
  send(request: ManageRequest): Promise<{ status: number; body: string }>
}

/** An installation with something in it to ask for; its mails go nowhere. */
export async function openInstallation(store: Store): Promise<FuzzedInstallation> {
  const errors: unknown[] = []
  const nothing = () => {}
  const sillage = createSillage({
    store,
    transport: recordingTransport({ clock: systemClock, keepContent: false }),
    baseUrl: 'http://127.0.0.1/mail',
    from: 'a@example.org',
    ...allowed,
    logger: { debug: nothing, info: nothing, warn: nothing, error: (details) => void errors.push(details) },
  })
  await sillage.migrate()
  await sillage.start({ send: false })
  const list = Array.from({ length: 5 }, (_, n) => ({ email: `p${n}@example.org`, name: `P ${n}` }))
  const content = { subject: 'Hello {{name}}', html: '<p>{{name}} <a href="https://shop.example/">x</a></p>' }
  for (let n = 0; n < 3; n++) {
    await sillage.campaigns.create({ name: `C ${n}`, ...content, recipients: list, start: n === 0 })
    await sillage.templates.create({ name: `T ${n}`, ...content })
    await sillage.contacts.create({ email: `c${n}@example.org`, company: 'Port', tags: ['a'] })
  }
  const app = createHttpApp(sillage, { authorize: () => true })
  const send: FuzzedInstallation['send'] = async ({ route, body, ...request }) => {
    const stream =
      body === undefined
        ? undefined
        : {
            stream: (async function* () {
              yield body
            })(),
          }
    const origin = { url: route.path, raw: undefined }
    const result = await app.respond(route, { ...request, remoteAddress: '127.0.0.1', body: stream }, origin)
    return { status: result.status, body: await textOf(result, route.id === 'live' ? 1 : 10_000) }
  }
  const openapi = app.routes.find(({ id }) => id === 'openapi')
  if (openapi === undefined) throw new Error('there is no route for the document')
  const served = await send({ route: openapi, method: 'GET', params: {}, query: '', headers: {}, body: undefined })
  return { sillage, app, document: JSON.parse(served.body) as Document, takeErrors: () => errors.splice(0), send }
}

async function textOf(result: HttpResult, pieces: number): Promise<string> {
  if (result.kind === 'empty') return ''
  if (result.kind === 'json') return JSON.stringify(result.body)
  if (result.kind === 'bytes') return Buffer.from(result.body).toString()
  let text = ''
  let read = 0
  for await (const piece of result.body) {
    text += typeof piece === 'string' ? piece : Buffer.from(piece).toString()
    if (++read >= pieces) break
  }
  return text
}
