import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { smtpTransport } from '@sillage/core'
import { startHost } from './start-host.ts'

const { PORT = '4111', SMTP_URL = 'smtp://localhost:1025' } = process.env
const folder = join(import.meta.dirname, '../data')
mkdirSync(folder, { recursive: true })
const host = await startHost({
  port: Number(PORT),
  transport: smtpTransport(SMTP_URL),
  filename: join(folder, 'campaigns.sqlite'),
})
console.log(`Listening on ${host.url}; log in as claire with "correct horse". Mails leave through ${SMTP_URL}.`)
process.once('SIGINT', () => void host.stop())
