import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { createSillage, type Sillage, smtpTransport } from '@sillage/core'
import { afterEach, expect, test, vi } from 'vitest'
import { startDovecot } from '../../../../feedback-imap/test/dovecot.ts'
import { sqliteStore } from '../../../../store-sqlite/src/index.ts'
import { greylistService } from './greylist-service.ts'
import { type Postfix, startPostfix } from './postfix.ts'
import { readPostfixLog } from './postfix-log.ts'

const cleaners: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleaners.splice(0).reverse()) await clean()
})

/**
 * What becomes of a mail, by the first word of its address: how many of them each domain has, what Postfix refuses them
 * with, and what is stored: the state, the attempts that it took, and the error.
 */
const fates = {
  fine: { inDomain: 13, refused: [], stored: 'sent 1' },
  later: { inDomain: 2, refused: ['450 4.2.0'], stored: 'sent 2' },
  gone: { inDomain: 2, refused: ['550 5.1.1'], stored: 'failed 1 address 550 5.1.1' },
  banned: { inDomain: 1, refused: ['554 5.7.1'], stored: 'failed 1 policy 554 5.7.1' },
  // Both are refused after the content, whose answer has the code of its check.
  heading: { inDomain: 1, refused: ['5.7.1'], stored: 'failed 1 policy 550 5.7.1' },
  wording: { inDomain: 1, refused: ['5.6.9'], stored: 'failed 1 content 550 5.6.9' },
} as const
type Fate = keyof typeof fates
const names = Object.keys(fates) as Fate[]
const fateOf = (email: string) => fates[email.slice(0, email.indexOf('-')) as Fate]

const domains = 250
/**
 * Neighbours differ in domain and fate: a run of refusals for policy would hold a domain, or pause the campaign.
 */
const recipients = Array.from({ length: 20 }, (_, row) =>
  Array.from({ length: domains }, (_, domain) => {
    const kinds = names.flatMap((name) => Array<Fate>(fates[name].inDomain).fill(name))
    const kind = kinds[(row * 7 + domain * 3) % kinds.length] as Fate
    return { email: `${kind}-${row}@d${domain}.example`, data: { note: `a-note-for-${kind}` } }
  }),
).flat()

/** Limits that one sender alone meets, of connections, mails and recipients, and one of each kind of check. */
async function limitedPostfix(): Promise<Postfix> {
  const dovecot = await startDovecot()
  cleaners.push(() => dovecot.remove())
  const greylist = await greylistService((recipient) => recipient.startsWith('later-'))
  cleaners.push(() => greylist.close())
  const checks = [
    'check_recipient_access regexp:$tables/recipients',
    `check_policy_service inet:127.0.0.1:${greylist.port}`,
    'permit_sasl_authenticated',
    'reject',
  ]
  const postfix = await startPostfix({
    authPort: dovecot.authPort,
    main: {
      virtual_mailbox_domains: 'regexp:$tables/domains',
      virtual_mailbox_maps: 'regexp:$tables/mailboxes',
      virtual_transport: 'discard:',
      smtpd_recipient_restrictions: checks.join(', '),
      header_checks: 'regexp:$tables/headers',
      body_checks: 'regexp:$tables/bodies',
      smtpd_client_connection_count_limit: 6,
      smtpd_client_message_rate_limit: 300,
      smtpd_client_recipient_rate_limit: 295,
      anvil_rate_time_unit: '4s',
    },
    tables: {
      domains: '/^d[0-9]+\\.example$/ ours\n',
      mailboxes: '!/^gone-/ here\n',
      recipients: '/^banned-/ REJECT Not wanted here\n',
      headers: '/^To:.*heading-/ REJECT This heading is not wanted\n',
      bodies: '/a-note-for-wording/ REJECT 5.6.9 These words are not wanted\n',
    },
  })
  cleaners.push(() => postfix.remove())
  return postfix
}

function sillageOn(port: number): Sillage {
  const folder = mkdtempSync(join(tmpdir(), 'sillage-postfix-'))
  cleaners.push(() => rmSync(folder, { recursive: true }))
  const sillage = createSillage({
    store: sqliteStore({ filename: join(folder, 'mails.db') }),
    baseUrl: 'http://127.0.0.1:3000/mail',
    from: 'News <news@mail.example>',
    transport: smtpTransport({
      host: '127.0.0.1',
      port,
      requireTLS: true,
      tls: { rejectUnauthorized: false },
      auth: { user: 'bounces', pass: 'secret' },
      maxConnections: 10,
    }),
    sending: { concurrency: 20, retry: { delaysMs: [2_000], shortestMs: 500, deadlineMs: 600_000 } },
  })
  cleaners.push(() => sillage.close())
  return sillage
}

test('5,000 mails through a Postfix with limits: each state is what its log says, and nobody is mailed twice', async ({
  skip,
}) => {
  skip(userInfo().uid !== 0, 'Postfix starts for root only')
  const postfix = await limitedPostfix()
  const sillage = sillageOn(postfix.port)
  await sillage.migrate()
  const began = performance.now()
  await sillage.start()
  const { id } = await sillage.campaigns.create({ name: 'News', subject: 'News', html: '<p>{{note}}</p>', recipients })
  const completed = async () => expect((await sillage.campaigns.get(id)).status).toBe('completed')
  await vi.waitFor(completed, { timeout: 300_000, interval: 200 })
  const seconds = Math.round((performance.now() - began) / 1000)
  // What was taken is delivered a moment later.
  await vi.waitFor(() => expect(readPostfixLog(postfix.log()).waiting).toEqual(new Set()), { timeout: 30_000 })

  const text = postfix.log()
  const { delivered, refused, logins } = readPostfixLog(text)
  const found: Record<string, string> = {}
  const stored: Record<string, string> = {}
  const logged: Record<string, string> = {}
  for await (const { email, status, attempts, error } of sillage.messages.list({ campaignId: id, limit: 200 })) {
    const { kind = '', code = '', enhancedCode = '' } = error ?? {}
    stored[email] = `${status} ${attempts} ${kind} ${code} ${enhancedCode}`.trim()
    found[email] = status
    logged[email] = stateIn(delivered.get(email) ?? [], refused.get(email) ?? [])
  }
  expect(found).toEqual(logged)
  const expected = (what: (email: string) => unknown) =>
    Object.fromEntries(recipients.map(({ email }) => [email, what(email)]))
  expect(stored).toEqual(expected((email) => fateOf(email).stored))
  expect(expected((email) => refused.get(email) ?? [])).toEqual(expected((email) => fateOf(email).refused))
  // No other address was mailed or named.
  expect([...delivered.keys(), ...refused.keys()].filter((email) => found[email] === undefined)).toEqual([])

  const ids = [...delivered.values()].flat()
  expect(new Set(ids).size).toBe(ids.length)
  expect(new Set(ids.map((one) => logins.get(one)))).toEqual(new Set(['bounces']))
  const lines = (pattern: RegExp) => text.split('\n').filter((line) => pattern.test(line)).length
  const figures = {
    sent: Object.values(found).filter((status) => status === 'sent').length,
    failed: Object.values(found).filter((status) => status === 'failed').length,
    tls: lines(/TLS connection established from/),
    logins: lines(/sasl_username=bounces$/),
    connectionLimit: lines(/Connection concurrency limit exceeded/),
    mailLimit: lines(/Message delivery request rate limit exceeded/),
    recipientLimit: lines(/Recipient address rate limit exceeded/),
  }
  const cut = lines(/too many errors/)
  process.stdout.write(`Postfix: ${seconds} s, ${JSON.stringify(figures)}, ${cut} sessions cut for their errors\n`)
  expect(figures).toMatchObject({ sent: 3750, failed: 1250 })
  for (const [what, count] of Object.entries(figures)) expect(count, what).toBeGreaterThan(0)
  // It says so of a client that does not wait where it has to (RFC 2920).
  expect(lines(/improper command pipelining/)).toBe(0)
})

/** The state that a mail is in by the log, or what is wrong in the log itself. */
function stateIn(deliveries: readonly string[], refusals: readonly string[]): string {
  const permanent = refusals.filter((codes) => codes.startsWith('5'))
  if (deliveries.length === 1 && permanent.length === 0) return 'sent'
  if (deliveries.length === 0 && permanent.length === 1) return 'failed'
  return `delivered as ${deliveries.join(', ') || 'nothing'}, refused with ${refusals.join(', ') || 'nothing'}`
}
