import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Authorize } from '@sillage/core'
import type { Request, RequestHandler, Response } from 'express'
import session from 'express-session'
import { mayManage } from './users.ts'

declare module 'express-session' {
  interface SessionData {
    user: string
  }
}

/** The host's sessions, by cookie. */
export const createSessions = (secret: string): RequestHandler =>
  session({ secret, resave: false, saveUninitialized: false, cookie: { httpOnly: true, sameSite: 'lax' } })

/**
 * Lets in users whom the host's session allows to send. For a live connection Express has not run, so there is no
 * session yet: the same middleware is run on the upgrade request.
 */
export const authorizeBySession =
  (sessions: RequestHandler): Authorize =>
  async ({ raw }) => {
    const request = raw as Request
    if (request.session === undefined) await readSession(sessions, request)
    return mayManage(request.session?.user)
  }

function readSession(sessions: RequestHandler, request: Request): Promise<void> {
  const nowhere = new ServerResponse(request as IncomingMessage) as Response
  return new Promise((resolve, reject) => {
    sessions(request, nowhere, (error?: unknown) => (error === undefined ? resolve() : reject(error)))
  })
}
