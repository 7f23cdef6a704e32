import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import MailComposer from 'nodemailer/lib/mail-composer'
import { type ComposeInput, type Composer, compileCampaign } from '../packages/core/src/content/index.ts'
import { createTokenSealer } from '../packages/core/src/tracking/tokens.ts'
import { createTrackingUrls } from '../packages/core/src/tracking/tracking-urls.ts'
import { type BenchOptions, type BenchTable, number, perSecond, times } from './table.ts'

const template = readFileSync(new URL('../packages/core/test/corpus/mjml-responsive.html', import.meta.url), 'utf8')
const baseUrl = 'https://mail.example.com'
const from = { name: 'Shop', address: 'news@shop.example' }
const subject = 'News for {{name}}'

/**
 * Messages composed per second: personalised, tracked, MIME complete; beside nodemailer-mail-tracking (patching the
 * HTML only, neither personalised nor composed) and nodemailer's own composer (one finished message, untracked).
 */
export async function run({ quick }: BenchOptions): Promise<BenchTable[]> {
  const ms = quick ? 200 : 3_000
  const { composer, links } = ours()
  const people = recipients(1_000)
  const first = await composer.compose(people[0] as ComposeInput)
  const message = Buffer.from(first.raw)
  const tracked = first.html().split(`${baseUrl}/track/click/`).length - 1
  if (tracked < links) throw new Error(`expected at least ${links} tracked links, got ${tracked}`)

  const splice = best(3, () =>
    rate(ms, (n) => composer.compose(people[n % people.length] as ComposeInput) as { raw: Buffer }),
  )
  const copied = best(3, () =>
    rate(ms, (n) => Buffer.from((composer.compose(people[n % people.length] as ComposeInput) as { raw: Buffer }).raw)),
  )
  const copy = best(3, () => rate(ms, () => Buffer.from(message)))
  const nodemailer = await bestAsync(3, ms, (n) => nodemailerMessage(people[n % people.length] as ComposeInput))
  const patching = await bestAsync(3, ms, patcher())

  const beside = (peer: string, value: number, aim: string) => ({
    what: 'messages composed',
    ours: `${number(splice)}/s`,
    peer,
    beside: `${number(value)}/s`,
    ratio: times(splice, value),
    aim,
  })
  const row = (what: string, value: number) => [what, number(value), `${(splice / value).toFixed(1)} ×`]
  return [
    {
      title: `compose: ${(message.length / 1000).toFixed(1)} KB messages from a ${(Buffer.byteLength(template) / 1000).toFixed(1)} KB template with ${links} links`,
      columns: ['', 'per second', 'Sillage is faster by'],
      rows: [
        row('Sillage, personalised, tracked, MIME complete', splice),
        row('Sillage, each message copied out of the buffer', copied),
        row("nodemailer's composer, untracked", nodemailer),
        row('nodemailer-mail-tracking 0.7, patching only', patching),
        row('Buffer.from(message)', copy),
      ],
      notes: [
        `Share of the speed of Buffer.from(message): ${((splice / copy) * 100).toFixed(0)} %.`,
        'Aim: 100 × nodemailer-mail-tracking, 40 × nodemailer.',
      ],
      ratios: [
        beside("nodemailer's composer, untracked", nodemailer, '40 ×'),
        beside('nodemailer-mail-tracking, patching only', patching, '100 ×'),
      ],
    },
    memory(composer, people, quick ? 20_000 : 1_000_000),
  ]
}

function ours(): { composer: Composer; links: number } {
  const sealer = createTokenSealer(['a secret that is only for measuring'])
  const compiled = compileCampaign(
    {
      subject,
      html: template,
      from,
      headers: { 'List-Unsubscribe': '<{{unsubscribeUrl}}>', 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    },
    { baseUrl },
  )
  const composer = compiled.bind({
    linkIds: compiled.links.map((_, index) => 1_000 + index),
    urls: createTrackingUrls({ baseUrl, sealer }),
  })
  return { composer, links: compiled.links.length }
}

function recipients(count: number): ComposeInput[] {
  const date = new Date('2026-11-22T10:00:00Z')
  return Array.from({ length: count }, (_, n) => ({
    messageId: 1_000_000 + n,
    rfcMessageId: `${1_000_000 + n}.k3v9@shop.example`,
    to: { name: `Reader ${n}`, address: `reader.${n}@customers.example` },
    data: {
      name: n % 5 === 0 ? `Zoé ${n}` : `Reader ${n}`,
      email: `reader.${n}@customers.example`,
      company: `Company ${n % 50}`,
    },
    date,
    tracking: { opens: true, clicks: true, readTime: false },
  }))
}

/** The same mail for nodemailer: values are inserted by replacing, the cheapest way there is. */
async function nodemailerMessage(input: ComposeInput): Promise<unknown> {
  const fill = (text: string) =>
    text.replaceAll('{{name}}', String(input.data.name)).replaceAll('{{company}}', String(input.data.company))
  return new MailComposer({
    from,
    to: { name: input.to.name, address: input.to.address },
    subject: fill(subject),
    messageId: `<${input.rfcMessageId}>`,
    date: input.date,
    text: 'See the HTML part.',
    html: fill(template),
  })
    .compile()
    .build()
}

interface MailTracking {
  sendMail(options: object, transporter: object, mail: object): Promise<{ error?: unknown; result?: unknown }[]>
}

/** Patching only: its transporter takes the mail and does nothing with it. */
function patcher(): () => Promise<unknown> {
  const { sendMail }: MailTracking = createRequire(import.meta.url)('nodemailer-mail-tracking')
  const options = { baseUrl, jwtSecret: 'a secret that is only for measuring', getData: () => ({ campaign: 1 }) }
  const transporter = { sendMail: async (mail: unknown) => mail }
  return async () => {
    const [sent] = await sendMail(options, transporter, {
      from: 'news@shop.example',
      to: 'reader@customers.example',
      subject,
      html: template,
    })
    if (sent?.error !== undefined) throw sent.error
  }
}

function memory(composer: Composer, people: readonly ComposeInput[], count: number): BenchTable {
  const used = () => {
    globalThis.gc?.()
    const { heapUsed, arrayBuffers, rss } = process.memoryUsage()
    return [heapUsed, arrayBuffers, rss].map((bytes) => (bytes / 1e6).toFixed(1))
  }
  const rows: string[][] = []
  for (let n = 0; n <= count; n++) {
    if (n % (count / 4) === 0) rows.push([number(n), ...used()])
    composer.compose({ ...(people[n % people.length] as ComposeInput), messageId: n + 1 })
  }
  return { title: 'compose: memory in MB', columns: ['messages composed', 'heap', 'buffers', 'resident'], rows }
}

/** The best of several runs: disturbances only make a run slower. */
function best(times: number, measure: () => number): number {
  return Math.max(...Array.from({ length: times }, measure))
}

/** The result is read, so that making it cannot be optimised away. */
let seen = 0

function rate(ms: number, make: (n: number) => { length: number } | { raw: Buffer }): number {
  const start = performance.now()
  let n = 0
  let elapsed = 0
  while (elapsed < ms) {
    for (let i = 0; i < 100; i++, n++) {
      const made = make(n)
      seen ^= 'raw' in made ? made.raw.length : made.length
    }
    elapsed = performance.now() - start
  }
  return seen === -1 ? 0 : perSecond(n, elapsed)
}

async function bestAsync(times: number, ms: number, make: (n: number) => Promise<unknown>): Promise<number> {
  let fastest = 0
  for (let run = 0; run < times; run++) fastest = Math.max(fastest, await rateAsync(ms, make))
  return fastest
}

async function rateAsync(ms: number, make: (n: number) => Promise<unknown>): Promise<number> {
  const start = performance.now()
  let n = 0
  for (; performance.now() - start < ms; n++) await make(n)
  return perSecond(n, performance.now() - start)
}
