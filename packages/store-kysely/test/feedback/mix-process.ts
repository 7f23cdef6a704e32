// Sends, and takes what comes back by HTTP, to be killed amid it. Its settings come as JSON in the first argument; it
// says "listening" when it takes requests.
import { createServer } from 'node:http'
import { createSillage, smtpTransport } from '@sillage/core'
import { postmarkFeedback, rawMail } from '@sillage/core/feedback'
import { sillageFetch } from '@sillage/core/http'
import { postgresStore } from '../../../store-postgres/src/index.ts'
import { sqliteStore } from '../../../store-sqlite/src/index.ts'
import { key, type MixSettings, secret } from './fates.ts'

const { database, smtpPort, httpPort } = JSON.parse(process.argv[2] ?? '{}') as MixSettings
const { filename, url, schema } = database
const sillage = createSillage({
  store: filename === undefined ? postgresStore({ connectionString: url ?? '', schema }) : sqliteStore({ filename }),
  transport: smtpTransport({ host: '127.0.0.1', port: smtpPort }),
  baseUrl: `http://127.0.0.1:${httpPort}/mail`,
  from: 'News <news@example.com>',
  secrets: [secret],
  sending: {
    concurrency: 20,
    leaseMs: 2_000,
    retry: { delaysMs: [200, 400], shortestMs: 100 },
    marks: { bounceAddress: 'bounces@example.com', unsubscribeMailto: 'unsubscribe@example.com' },
  },
  feedback: {
    sources: { mails: rawMail(), postmark: postmarkFeedback() },
    keys: [key],
    policy: { complaintRate: false },
  },
})
process.on('disconnect', () => process.exit())

const answer = sillageFetch(sillage)
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const headers = { 'content-type': request.headers['content-type'] ?? '' }
  const asked = new Request(`http://127.0.0.1:${httpPort}${request.url}`, {
    method: 'POST',
    headers,
    body: Buffer.concat(chunks),
  })
  const answered = await answer(asked)
  response.writeHead(answered.status).end(await answered.text())
})
server.listen(httpPort, '127.0.0.1', () => process.send?.('listening'))
await sillage.start()
