import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest'
import { type FaultySmtpServer, faultySmtpServer } from '../../packages/core/src/testing/index.ts'
import { freePort } from '../docs/free-port.ts'
import { createProject, type Program, type Project } from './create-project.ts'
import { reader } from './use-app.ts'

/** All that an app with a nodemailer of its own writes to have its receipts tracked. */
const receipt = `import { createSillage, trackMails } from '@sillage/core'
import { sqliteStore } from '@sillage/store-sqlite'
import nodemailer from 'nodemailer'
const { MAIL_URL: baseUrl, SMTP_URL } = process.env
export const sillage = createSillage({ store: sqliteStore({ filename: 'mail.db' }), baseUrl, webhooks: { allowPrivate: true } })
const transporter = nodemailer.createTransport(SMTP_URL)
transporter.use('compile', trackMails(sillage, { stream: 'receipts' }))
const html = '<p>Thank you. <a href="https://shop.example/orders/7">Your order</a></p>'
export const send = (to) => transporter.sendMail({ from: 'shop@shop.example', to, subject: 'Receipt 7', html })
`
const app = `import { sillageRouter } from '@sillage/adapter-express'
import express from 'express'
import { send, sillage } from './receipt.mjs'
await sillage.migrate()
sillage.subscribe('crm', ['message.clicked'], ({ data }) => console.log('clicked in', data.stream, data.link.url))
await sillage.start({ send: false })
const { secret } = await sillage.webhooks.create({ url: process.env.HOOK_URL, events: ['message.clicked'] })
express().use('/mail', sillageRouter(sillage, { only: 'public' })).listen(process.env.PORT, async () => {
  await send('zoe@example.net')
  console.log('secret', secret)
})
`
const other = `import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { verifyWebhook } from '@sillage/core/webhooks'
createServer(async (request, response) => {
  try {
    const event = await verifyWebhook({ headers: request.headers, body: await text(request) }, process.env.SECRET)
    console.log('heard', event.type, event.data.stream, event.data.link.url)
    response.writeHead(204).end()
  } catch (error) {
    console.log('refused', error.code)
    response.writeHead(400).end()
  }
}).listen(process.env.PORT, () => console.log('listens'))
`

let smtp: FaultySmtpServer
let project: Project
const programs: Program[] = []
beforeAll(async () => {
  smtp = await faultySmtpServer()
  const packages = ['@sillage/core', '@sillage/store-sqlite', '@sillage/adapter-express', 'express', 'nodemailer']
  project = await createProject({ node: '24', packages, tarballs: inject('tarballs') })
})
afterAll(async () => {
  for (const program of programs) await program.stop()
  project?.remove()
  await smtp?.close()
})

/** Starts one, and resolves with what it printed once it printed that. */
async function start(file: string, text: string, env: Record<string, string>) {
  project.write(file, text)
  const program = project.start(file, env)
  programs.push(program)
  const printed = (words: RegExp) =>
    vi.waitFor(() => words.exec(program.printed()) ?? expect.fail(program.printed()), { timeout: 30_000, interval: 20 })
  return { printed }
}

it('a receipt of one’s own nodemailer is tracked in ten lines; its click is heard there, and in another app', async () => {
  expect(receipt.trimEnd().split('\n').length).toBeLessThanOrEqual(10)
  const [port, hook] = [await freePort(), await freePort()]
  const [HOOK_URL, MAIL_URL] = [`http://127.0.0.1:${hook}/`, `http://localhost:${port}/mail`]
  project.write('receipt.mjs', receipt)
  const shop = await start('app.mjs', app, { HOOK_URL, MAIL_URL, PORT: String(port), SMTP_URL: smtp.url })
  const [, SECRET = ''] = await shop.printed(/secret (\S+)/)
  const crm = await start('other.mjs', other, { SECRET, PORT: String(hook) })
  await crm.printed(/listens/)

  const mail = smtp.accepted()[0]?.raw.toString().replace(/=\r\n/g, '') ?? expect.fail('no mail')
  expect(mail).toContain('Subject: Receipt 7')
  const [link = ''] = new RegExp(`${MAIL_URL}/track/click/[a-z0-9]{26}[^"]*`).exec(mail) ?? []
  const click = () => fetch(link.replaceAll('=3D', '='), { headers: reader, redirect: 'manual' })
  expect((await click()).headers.get('location')).toBe('https://shop.example/orders/7')
  await crm.printed(/heard message\.clicked receipts https:\/\/shop\.example\/orders\/7/)
  // A subscription gets what happens from the first time on that its name is subscribed: by now it is.
  await click()
  await shop.printed(/clicked in receipts https:\/\/shop\.example\/orders\/7/)

  const unsigned = await fetch(HOOK_URL, { method: 'POST', body: '{}' })
  expect(unsigned.status).toBe(400)
})
