import { IncomingMessage } from 'node:http'
import cookie from '@fastify/cookie'
import session from '@fastify/session'
import type { Authorize } from '@sillage/core'
import type { FastifyInstance, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface Session {
    user?: { name: string; agency: string }
  }
}

const COOKIE = 'sessionId'

/** The host's sessions, by cookie. */
export async function addSessions(app: FastifyInstance, secret: string): Promise<void> {
  await app.register(cookie)
  await app.register(session, {
    secret,
    cookieName: COOKIE,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', secure: 'auto' },
  })
}

/**
 * Restricts users to their own agency: each sees and sends only its campaigns, contacts and templates. For a live
 * connection Fastify's hooks have not run, so the session is looked up by its cookie.
 */
export const authorizeBySession =
  (app: FastifyInstance): Authorize =>
  async ({ raw }) => {
    const request = raw as FastifyRequest | IncomingMessage
    const { user } = (request instanceof IncomingMessage ? await readSession(app, request) : request.session) ?? {}
    return user === undefined ? false : { owner: user.agency }
  }

async function readSession(
  app: FastifyInstance,
  { headers }: IncomingMessage,
): Promise<FastifyRequest['session'] | undefined> {
  const id = app.parseCookie(headers.cookie ?? '')[COOKIE]
  if (id === undefined) return undefined
  const holder: { session?: FastifyRequest['session'] } = {}
  await new Promise<void>((resolve) => app.decryptSession(id, holder, { maxAge: 0 }, () => resolve()))
  return holder.session
}
