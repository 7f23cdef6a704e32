// Exactly as fast as allowed: 300 messages at 50 a second, and 200 with 20 ms between them, as the mail server sees
// them.
import { createSillage, memoryStore, smtpTransport } from '@sillage/core'
import { faultySmtpServer } from '@sillage/core/testing'
import { type Bench, number, type Ratio, times } from './table.ts'

interface Setting {
  name: string
  count: number
  options: { delayMs?: number; limits?: { perSecond: number } }
  intervalMs: number
}

const settings: readonly Setting[] = [
  { name: '300 at 50 a second', count: 300, options: { limits: { perSecond: 50 } }, intervalMs: 20 },
  { name: '200 with delayMs 20', count: 200, options: { delayMs: 20 }, intervalMs: 20 },
]

export const run: Bench = async ({ quick }) => {
  const rows: string[][] = []
  const ratios: Ratio[] = []
  for (const setting of quick ? settings.map(shorter) : settings) {
    const rounds: { tookMs: number; mostInOneSecond: number }[] = []
    for (let round = 0; round < (quick ? 1 : 3); round += 1) rounds.push(await measure(setting))
    const { tookMs, mostInOneSecond } = rounds.toSorted((a, b) => a.tookMs - b.tookMs)[
      Math.floor(rounds.length / 2)
    ] ?? {
      tookMs: 0,
      mostInOneSecond: 0,
    }
    const allowed = (setting.count - 1) * setting.intervalMs
    rows.push([
      setting.name,
      `${number(allowed)} ms`,
      `${number(tookMs)} ms`,
      `${((tookMs / allowed - 1) * 100).toFixed(2)} %`,
      String(mostInOneSecond),
    ])
    ratios.push({
      what: setting.name,
      ours: `${number(tookMs)} ms`,
      peer: 'allowed',
      beside: `${number(allowed)} ms`,
      ratio: times(tookMs, allowed),
    })
  }
  return [
    {
      title: 'First to last message, as the server received them',
      columns: ['', 'allowed', 'took', 'over', 'most in 1 s'],
      rows,
      notes: [
        `Median of ${quick ? 1 : 3}. The server's own clock; a millisecond or two of it are the network's and the timer's.`,
      ],
      ratios,
    },
  ]
}

const shorter = ({ count, name, ...rest }: Setting): Setting => ({
  ...rest,
  count: count / 5,
  name: name.replace(String(count), String(count / 5)),
})

async function measure({ count, options }: Setting) {
  const server = await faultySmtpServer({ keepContent: false })
  const sillage = createSillage({
    store: memoryStore(),
    transport: smtpTransport({ host: '127.0.0.1', port: server.port }),
    baseUrl: 'http://127.0.0.1:3000/mail',
    from: 'Shop <news@example.com>',
  })
  await sillage.migrate()
  await sillage.start()
  const done = new Promise<void>((resolve) => sillage.live.on('campaign_complete', () => resolve()))
  const recipients = Array.from({ length: count }, (_, n) => ({ email: `r${n}@example.org` }))
  await sillage.campaigns.create({ name: 'Rate', subject: 'Hi', html: '<p>Hi</p>', recipients, ...options })
  await done
  await sillage.close()
  await server.close()
  const received = server.received.map((mail) => mail.at).sort((a, b) => a - b)
  if (received.length !== count) throw new Error(`${received.length} of ${count} were received`)
  let mostInOneSecond = 0
  for (let first = 0, last = 0; last < received.length; last += 1) {
    while ((received[last] ?? 0) - (received[first] ?? 0) >= 1000) first += 1
    mostInOneSecond = Math.max(mostInOneSecond, last - first + 1)
  }
  return { tookMs: (received.at(-1) ?? 0) - (received[0] ?? 0), mostInOneSecond }
}
