import type { Authorize } from '@sillage/core'
import type { Request, RequestHandler } from 'express'
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

/** Lets in users whom the host's session allows to send. */
export const authorizeBySession: Authorize<Request> = ({ raw }) => mayManage(raw.session?.user)
