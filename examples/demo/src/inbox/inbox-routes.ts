import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isLocalRequest } from '../local-request.ts'
import { mailDocument, mailPolicy } from './mail-document.ts'
import { type ReadMail, readMail } from './read-mail.ts'
import type { Inbox } from './start-inbox.ts'

/** An open page is notified of new mails at most this often, however many arrive. */
const NOTICE_INTERVAL_MS = 250

type ById = FastifyRequest<{ Params: { id: string } }>
type ByQuery = FastifyRequest<{ Querystring: { q?: string; cursor?: string; limit?: number } }>

const listSchema = {
  querystring: {
    type: 'object',
    properties: {
      q: { type: 'string', maxLength: 200 },
      cursor: { type: 'string', pattern: '^[0-9]{1,15}$' },
      limit: { type: 'integer', minimum: 1, maximum: 200 },
    },
  },
}

/**
 * The inbox's JSON, its live notices and the documents its frames show. Answers local requests only, as the management
 * routes do.
 */
export function inboxRoutes(app: FastifyInstance, { inbox }: { inbox: Inbox }, done: () => void): void {
  const { mailbox, changes } = inbox
  app.setErrorHandler((error: FastifyError, _request, reply) =>
    error.validation === undefined
      ? refuse(reply, error.statusCode ?? 500, 'internal', error.message)
      : refuse(reply, 400, 'invalid_field', error.message),
  )
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer')
    if (!isLocalRequest(request.headers))
      return refuse(reply, 403, 'forbidden', 'the inbox answers local requests only')
  })

  app.get('/api/messages', { schema: listSchema }, (request: ByQuery) => mailbox.list(request.query))

  app.get('/api/messages/:id', async (request: ById, reply) => {
    const mail = await find(request)
    return mail === undefined ? gone(reply) : reply.send({ id: Number(request.params.id), ...mail })
  })

  app.post('/api/clear', (_request, reply) => {
    mailbox.clear()
    changes.emit('change')
    return reply.code(204).send()
  })

  app.get('/api/live', (_request, reply) => {
    reply.hijack()
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    const tell = () => reply.raw.write(`data: ${JSON.stringify(mailbox.state())}\n\n`)
    let waiting: NodeJS.Timeout | undefined
    const notice = () => {
      waiting ??= setTimeout(() => {
        waiting = undefined
        tell()
      }, NOTICE_INTERVAL_MS)
    }
    changes.on('change', notice)
    reply.raw.on('close', () => {
      changes.off('change', notice)
      clearTimeout(waiting)
    })
    tell()
  })

  app.get('/:id/html', async (request: ById, reply) => {
    const mail = await find(request)
    if (mail === undefined) return gone(reply)
    return reply
      .header('content-security-policy', mailPolicy)
      .type('text/html; charset=utf-8')
      .send(mailDocument(mail.html ?? ''))
  })

  app.get('/:id/source', (request: ById, reply) => {
    const raw = mailbox.raw(Number(request.params.id))
    return raw === undefined ? gone(reply) : reply.type('text/plain; charset=utf-8').send(raw)
  })

  async function find(request: ById): Promise<ReadMail | undefined> {
    const raw = mailbox.raw(Number(request.params.id))
    return raw === undefined ? undefined : readMail(raw)
  }
  done()
}

function gone(reply: FastifyReply) {
  return refuse(reply, 404, 'not_found', 'this mail is not in the inbox')
}

function refuse(reply: FastifyReply, status: number, code: string, message: string) {
  return reply.code(status).send({ error: { code, message } })
}
