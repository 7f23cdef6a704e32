import { type Authorize, createSillage, type Sillage, smtpTransport } from '@sillage/core'
import { sqliteStore } from '@sillage/store-sqlite'

const shared = globalThis as { sillage?: Sillage } // Next bundles each entry by itself; all must share one engine
shared.sillage ??= createSillage({
  store: sqliteStore({ filename: process.env.DATABASE ?? 'campaigns.db' }),
  transport: smtpTransport(process.env.SMTP_URL ?? 'smtp://localhost:1025'),
  baseUrl: process.env.MAIL_URL ?? 'http://localhost:3000/mail', // where recipients reach the routes
  from: 'Ada <ada@example.org>',
  logger: console, // or pino; without one nothing is printed
})
export const sillage = shared.sillage

const adminKey = process.env.ADMIN_KEY ?? crypto.randomUUID()
/** Until your login decides. */
export const authorize: Authorize = ({ headers }) => headers['x-admin-key'] === adminKey
