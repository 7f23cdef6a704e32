import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createSillage } from '@sillage/core'
import { type FaultySmtpServer, faultySmtpServer, type SmtpScript } from '@sillage/core/testing'
import { sqliteStore } from '@sillage/store-sqlite'
import { expect } from 'vitest'
import { bundleProcess } from '../../../../scripts/bundle-process.ts'

export const concurrency = 5
const leaseMs = 1000

export interface Run {
  messages: number
  kills: number
  onUnknown: 'hold' | 'resend'
  /** Several fail alternately. Default 1. */
  servers?: number
}

/** So many messages are begun before another server fails. */
const turn = 40

/**
 * Mail servers that answer slowly, at every point, so that kills find messages everywhere. Of several one always fails:
 * it takes no connection, ends those it has before a message or amid one, and is well again when the next one fails.
 */
async function mailServers(count: number): Promise<FaultySmtpServer[]> {
  let begun = 0
  const scriptOf =
    (own: number): SmtpScript =>
    ({ at, message }) => {
      const fails = count > 1 && Math.floor(begun / turn) % count === own
      if (at === 'mail') begun += 1
      if (fails && at === 'greeting') return { at, drop: true }
      if (fails && at === 'mail') return { at, replyAndClose: '421 4.3.2 Shutting down' }
      if (fails && at === 'data') return { at, drop: true }
      if (at === 'final') return { at, delayMs: 4 + (message % 9) }
      return at === 'data' && message % 5 === 0 ? { at, delayMs: 3 } : undefined
    }
  return await Promise.all(
    Array.from({ length: count }, (_, own) => faultySmtpServer({ keepContent: false, script: scriptOf(own) })),
  )
}

/** Sends a campaign with two sender processes at a time, one of which is always about to be killed. */
export async function killAndRestart(
  { messages, kills, onUnknown, servers: count = 1 }: Run,
  cleaners: (() => unknown)[],
) {
  const program = await bundleProcess(new URL('./sender-process.ts', import.meta.url))
  const folder = mkdtempSync(join(tmpdir(), 'sillage-kill-'))
  cleaners.push(() => rmSync(folder, { recursive: true, force: true }))
  const filename = join(folder, 'kill.db')
  const servers = await mailServers(count)
  cleaners.push(...servers.map((server) => () => server.close()))
  const store = sqliteStore({ filename })
  const office = createSillage({ store, baseUrl: 'http://127.0.0.1:3000/mail', from: 'News <news@example.com>' })
  cleaners.push(() => office.close())
  await office.migrate()
  const recipients = Array.from({ length: messages }, (_, n) => ({ email: `r${n}@example.org` }))
  const { id } = await office.campaigns.create({
    name: 'Kill',
    subject: 'Hi',
    html: '<p>Hi</p>',
    recipients,
    onUnknown,
  })

  const senders = new Set<ChildProcess>()
  cleaners.push(() => {
    for (const sender of senders) sender.kill('SIGKILL')
  })
  const startSender = () => {
    const settings = JSON.stringify({ filename, ports: servers.map(({ port }) => port), concurrency, leaseMs })
    const sender = fork(program, [settings], {
      execArgv: ['--conditions=sillage-source', '--disable-warning=ExperimentalWarning'],
    })
    senders.add(sender)
    sender.once('exit', () => senders.delete(sender))
    return { sender, sending: new Promise<void>((resolve) => sender.once('message', () => resolve())) }
  }

  let next = startSender()
  let done = 0
  const completed = async () => (await office.campaigns.get(id)).status === 'completed'
  while (done < kills) {
    const current = next
    next = startSender()
    await Promise.race([current.sending, sleep(20_000)])
    await sleep(Math.random() * 120)
    const gone = new Promise((resolve) => current.sender.once('exit', resolve))
    current.sender.kill('SIGKILL')
    await gone
    done += 1
    if (await completed()) break
  }
  while (!(await completed())) await sleep(50)
  for (const sender of senders) sender.kill('SIGKILL')
  return { servers, kills: done, states: await readStates(office, id) }
}

async function readStates(office: ReturnType<typeof createSillage>, id: string): Promise<Map<string, string>> {
  const states = new Map<string, string>()
  for await (const { email, status } of office.messages.list({ campaignId: id, limit: 200 })) states.set(email, status)
  return states
}

/** How often each address got the mail. */
export function deliveries(servers: readonly FaultySmtpServer[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { to } of servers.flatMap(({ received }) => received)) counts.set(to, (counts.get(to) ?? 0) + 1)
  return counts
}

export const withStatus = (states: Map<string, string>, status: string) =>
  [...states].filter(([, one]) => one === status).map(([email]) => email)

/**
 * Kills so many times and proves that no recipient was mailed twice, none is lost, and what cannot be known is unknown.
 * Returns how many were unknown.
 */
export async function holdsThroughKills(given: Omit<Run, 'onUnknown'>, cleaners: (() => unknown)[]): Promise<number> {
  const { servers, kills, states } = await killAndRestart({ ...given, onUnknown: 'hold' }, cleaners)
  const delivered = deliveries(servers)
  const sent = withStatus(states, 'sent')
  const unknown = withStatus(states, 'unknown')
  expect(kills).toBe(given.kills)
  expect(states.size).toBe(given.messages)
  expect(sent.length + unknown.length).toBe(given.messages)
  expect([...delivered].filter(([, times]) => times > 1)).toEqual([])
  expect(sent.filter((email) => delivered.get(email) !== 1)).toEqual([])
  expect([...delivered.keys()].filter((email) => !states.has(email))).toEqual([])
  expect(unknown.length).toBeLessThanOrEqual(concurrency * kills)
  // A server that took nothing was no server.
  for (const { received } of servers) expect(received.length).toBeGreaterThan(0)
  // Kills that found no message in flight would prove nothing.
  expect(unknown.length).toBeGreaterThan(0)
  return unknown.length
}
