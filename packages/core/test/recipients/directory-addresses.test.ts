import fc from 'fast-check'
import nodemailer from 'nodemailer'
import { afterEach, expect, it, vi } from 'vitest'
import { type Contact, createSillage, memoryStore, type Sillage, smtpTransport } from '../../src/index.ts'
import { envelopeAddress } from '../../src/recipients/address.ts'
import { type FaultySmtpServer, faultySmtpServer } from '../../src/testing/index.ts'
import { anyCharacter } from '../any-character.ts'

vi.setConfig({ testTimeout: 60_000 })

let server: FaultySmtpServer
let sillage: Sillage
const logged: unknown[] = []
const log = (...entry: unknown[]) => void logged.push(entry)
afterEach(async () => {
  await sillage.close()
  await server.close()
  logged.length = 0
})

/** A host whose own table holds these addresses, sending to a real server. */
async function hostWith(emails: readonly unknown[], transport: 'smtp' | 'transporter' = 'smtp') {
  server = await faultySmtpServer({ keepContent: false })
  const contacts = emails.map((email, index) => ({
    id: `c${index}`,
    email,
    ref: null,
    name: null,
    company: null,
    tags: [],
    data: {},
    consent: null,
    createdAt: '2026-01-01T00:00:00Z',
  })) as Contact[]
  sillage = createSillage({
    store: memoryStore(),
    transport: transport === 'smtp' ? smtpTransport(server.url) : nodemailer.createTransport(server.url),
    baseUrl: 'https://mail.example.org',
    from: 'a@example.org',
    logger: { debug: log, info: log, warn: log, error: log },
    directory: {
      search: async () => ({ items: contacts, next: null, total: contacts.length }),
      resolve: async (ids) => contacts.filter(({ id }) => ids.includes(id)),
    },
  })
  await sillage.migrate()
  await sillage.start()
}

async function sentTo(recipients: { where: object } | { contactIds: string[] }) {
  const { id } = await sillage.campaigns.create({ name: 'n', subject: 's', html: '<p>x</p>', recipients })
  await vi.waitFor(async () => expect((await sillage.campaigns.get(id)).status).toBe('completed'), { timeout: 30_000 })
  return sillage.campaigns.get(id)
}

const mixed = [
  'fine@example.net',
  'wrong',
  'john.example.org',
  'zoé@example.net',
  ' spaced@example.net',
  null,
  'x@host',
]

it.each([
  ['a segment', { where: {} }],
  ['ids', { contactIds: mixed.map((_, index) => `c${index}`) }],
])(
  'mails only valid addresses of a host’s own directory, chosen by %s, and reports what it left out',
  async (_, chosen) => {
    await hostWith(mixed)
    const campaign = await sentTo(chosen)
    expect(server.received.map(({ to }) => to).sort()).toEqual(['fine@example.net', 'spaced@example.net'])
    expect(campaign.total).toBe(2)
    expect(campaign.warnings).toContainEqual({
      code: 'recipients_invalid',
      count: 5,
      message: expect.stringContaining('the first: contact 2 of those chosen, email: expected an address'),
    })
    for (const bad of ['wrong', 'john.example.org', 'zoé', 'x@host']) {
      expect(JSON.stringify(campaign.warnings)).not.toContain(bad)
      expect(JSON.stringify(logged)).not.toContain(bad)
    }
  },
)

it('says how many were left out when no recipient is left', async () => {
  await hostWith(['wrong', 'also wrong'])
  await expect(sentTo({ where: {} })).rejects.toMatchObject({
    code: 'missing_recipients',
    message: expect.stringContaining('2 recipients were left out'),
  })
})

/** Addresses, things close to addresses, and anything else that may be in a column. */
const written = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 40 }),
  fc.emailAddress(),
  fc
    .tuple(
      fc.string({ minLength: 1, maxLength: 10 }),
      fc.constantFrom('example.net', 'bücher.example', 'EXAMPLE.org', 'x'),
    )
    .map((parts) => parts.join('@')),
  fc
    .tuple(
      fc.emailAddress(),
      fc.constantFrom(' ', ',', ';', '>', '\r\n', '\t', '\u00a0', '(x)', '"', '.'),
      fc.emailAddress(),
    )
    .map((parts) => parts.join('')),
  fc
    .tuple(
      fc.constantFrom('<', '"', '=?utf-8?q?', ' ', "'", '!', '%', ''),
      fc.emailAddress(),
      fc.constantFrom('>', '?=', '.', ' '),
    )
    .map((parts) => parts.join('')),
)

it.each(['smtp', 'transporter'] as const)(
  'names exactly the addresses that are valid to the server, over %s',
  async (kind) => {
    await fc.assert(
      fc.asyncProperty(fc.array(written, { minLength: 20, maxLength: 40 }), async (emails) => {
        await hostWith(['first@example.net', ...emails], kind)
        try {
          const { warnings, total } = await sentTo({ where: {} })
          const valid = new Map<string, string>()
          for (const email of ['first@example.net', ...emails]) {
            const checked = envelopeOf(email)
            // nodemailer writes domains in lower case, which makes no other address of one.
            if (checked !== undefined) valid.set(email.trim(), kind === 'smtp' ? checked : lowerDomain(checked))
          }
          for (const { to } of server.received) expect([...valid.values()]).toContain(to)
          expect(server.received).toHaveLength(total)
          const lost = warnings.reduce((sum, { count = 0 }) => sum + count, 0)
          expect(total + lost).toBe(emails.length + 1)
        } finally {
          await sillage.close()
          await server.close()
        }
      }),
      { numRuns: 6 },
    )
  },
)

const lowerDomain = (address: string) => address.replace(/@.*$/, (domain) => domain.toLowerCase())

function envelopeOf(email: string): string | undefined {
  // A server gets the address as it is in the table, except for blanks around it and the ASCII form of its domain.
  const [, local, domain] = /^\s*([!#-'*+/-9=?A-Z^-~-]+(?:\.[!#-'*+/-9=?A-Z^-~-]+)*)@([^@]+?)\s*$/.exec(email) ?? []
  try {
    const told = envelopeAddress(email)
    expect(told.startsWith(`${local}@`)).toBe(true)
    expect(URL.parse(`http://${domain}/`)?.hostname).toBe(told.slice(told.lastIndexOf('@') + 1).toLowerCase())
    return told
  } catch {
    return undefined
  }
}
