import { type Authorize, createSillage, smtpTransport } from '@sillage/core'
import { sqliteStore } from '@sillage/store-sqlite'

export const sillage = createSillage({
  store: sqliteStore({ filename: process.env.DATABASE ?? 'campaigns.db' }),
  transport: smtpTransport(process.env.SMTP_URL ?? 'smtp://localhost:1025'),
  baseUrl: process.env.MAIL_URL ?? 'http://localhost:3000/mail', // where recipients reach the routes
  from: 'Ada <ada@example.org>',
  logger: console, // or pino; without one nothing is printed
  http: { trustProxy: 1 }, // one proxy of yours stands in front, and writes X-Forwarded-For
})

const adminKey = process.env.ADMIN_KEY ?? crypto.randomUUID()
/** Until your login decides. */
export const authorize: Authorize = ({ headers }) => headers['x-admin-key'] === adminKey
