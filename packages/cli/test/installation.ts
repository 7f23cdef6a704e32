// The installation that a test gives the command, made of what its environment says.
import { createSillage, dkim, smtpTransport } from '@sillage/core'
import { postgresStore } from '@sillage/store-postgres'
import { sqliteStore } from '@sillage/store-sqlite'

const { DATABASE = ':memory:', SCHEMA, SMTP_URL, MAIL_URL = 'http://localhost:1/mail', DKIM_KEY, TENANTS } = process.env
const smtp = new URL(SMTP_URL ?? 'smtp://localhost:1')
const signer = DKIM_KEY && dkim({ domainName: 'shop.test', keySelector: 'news', privateKey: DKIM_KEY })

export const sillage = createSillage({
  store: DATABASE.startsWith('postgres:')
    ? postgresStore({ connectionString: DATABASE, schema: SCHEMA, patienceMs: 10 })
    : sqliteStore({ filename: DATABASE, patienceMs: 10 }),
  transport: smtpTransport({ host: smtp.hostname, port: Number(smtp.port), ...(signer ? { dkim: signer } : {}) }),
  baseUrl: MAIL_URL,
  from: 'Shop <news@shop.test>',
  tenants: TENANTS === 'required' ? 'required' : 'none',
  logger: console,
})
// No part of any answer.
console.log('the app says something when it is loaded')
