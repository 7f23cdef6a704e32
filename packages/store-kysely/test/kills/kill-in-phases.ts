import { fork } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { createSillage, smtpTransport } from '@sillage/core'
import type { Store } from '@sillage/core/store'
import { faultySmtpServer } from '@sillage/core/testing'
import { expect } from 'vitest'
import { bundleProcess } from '../../../../scripts/bundle-process.ts'
import { AT_ONCE, type BusySettings, LEASE_MS, type Phase, type Place, phases, recipientsOf } from './phases.ts'

/** A database under test. */
export interface Killed {
  place: Place
  open(place: Place): Store
  /** Another one without tables. */
  fresh(): Place
  /** What is wrong with the files and the references of a database; empty where nothing is. */
  faults(place: Place): Promise<string[]>
}

const RECIPIENTS = 120
/** Campaigns that are counted again after each kill: those it worked on are among them. */
const NEWEST = 4
/** The longest time that a process works before it is killed; each round of every phase is shorter. */
const LONGEST_MS = 150

/**
 * Kills processes amid their work, so many in all, one phase after the other and at random moments. After each it
 * checks that the database is sound and its counters are those of its rows; in the end that everybody was mailed once
 * or is known not to have been. Returns the number of kills in each phase.
 */
export async function killInPhases({ place, open, fresh, faults }: Killed, kills: number): Promise<Map<Phase, number>> {
  const program = await bundleProcess(new URL('./busy-process.ts', import.meta.url))
  const server = await faultySmtpServer({ keepContent: false, script: ({ at }) => ({ at, delayMs: 2 }) })
  const store = open(place)
  const office = createSillage({
    store,
    transport: smtpTransport({ host: '127.0.0.1', port: server.port }),
    baseUrl: 'http://127.0.0.1:3000/mail',
    from: 'News <news@example.com>',
    sending: { leaseMs: LEASE_MS },
  })
  await office.migrate()
  const campaign = async (name: string, count: number, start: boolean): Promise<string> => {
    const recipients = recipientsOf(name, count)
    return (await office.campaigns.create({ name, subject: 'Hi', html: '<p>Hi</p>', recipients, start })).id
  }
  const messagesOf = async (campaignId: string): Promise<{ id: string; email: string; status: string }[]> => {
    const found = []
    for await (const message of office.messages.list({ campaignId, limit: 200 })) found.push(message)
    return found
  }

  /** What the phase works on: made before, so that each finds enough to do. */
  async function prepare(phase: Phase, n: number): Promise<Omit<BusySettings, 'phase' | 'port' | 'database'>> {
    const nothing = { fresh: fresh(), campaignIds: [] as string[], messageIds: [] as number[], emails: [] as string[] }
    if (phase === 'migrating' || phase === 'planning') return nothing
    const id = await campaign(`${phase}-${n}`, phase === 'deleting' ? 1_000 : RECIPIENTS, phase !== 'deleting')
    if (phase === 'sending') return nothing
    const messages = phase === 'deleting' ? [] : await messagesOf(id)
    return {
      ...nothing,
      campaignIds: [id],
      messageIds: messages.map((message) => Number(message.id)).slice(0, 40),
      emails: messages.map(({ email }) => email),
    }
  }

  async function kill(phase: Phase, n: number): Promise<Place> {
    const prepared = await prepare(phase, n)
    const settings: BusySettings = { phase, database: place, port: server.port, ...prepared }
    const busy = fork(program, [JSON.stringify(settings)], {
      execArgv: ['--conditions=sillage-source', '--disable-warning=ExperimentalWarning'],
    })
    const exited = new Promise((resolve) => busy.once('exit', resolve))
    const begun = await Promise.race([new Promise((resolve) => busy.once('message', resolve)), exited])
    expect(begun, phase).toBe('busy')
    await sleep(Math.random() * LONGEST_MS)
    expect(busy.exitCode, `${phase} ended by itself`).toBeNull()
    busy.kill('SIGKILL')
    await exited
    return prepared.fresh
  }

  /** A database whose first migration was cut short is migrated by the next process. */
  async function assertMigrates(unfinished: Place): Promise<void> {
    const next = open(unfinished)
    await next.migrate()
    expect(await next.settings.getOrPut('key', 'value')).toBe('value')
    await next.close()
    expect(await faults(unfinished)).toEqual([])
  }

  async function assertSound(after: string, campaigns: number): Promise<void> {
    expect(await faults(place), after).toEqual([])
    let left = campaigns
    for await (const { id, name } of office.campaigns.list({ limit: 200 })) {
      if (left-- === 0) break
      expect(await office.maintenance.recount(id), `${name} after ${after}`).toEqual({})
    }
  }

  const killed = new Map<Phase, number>()
  try {
    for (let n = 0; n < kills; n++) {
      const phase = phases[n % phases.length] ?? 'sending'
      const unfinished = await kill(phase, n)
      if (phase === 'migrating') await assertMigrates(unfinished)
      await assertSound(`kill ${n}, amid ${phase}`, NEWEST)
      killed.set(phase, (killed.get(phase) ?? 0) + 1)
    }
    await office.start()
    for (let left = ['']; left.length > 0; await sleep(50)) {
      left = []
      for await (const { id, status } of office.campaigns.list({ status: 'sending', limit: 200 }))
        left.push(id + status)
    }
    while (await store.campaigns.sweep(500, Date.now()));
    await assertSound('everything was sent', Number.POSITIVE_INFINITY)
    const times = new Map<string, number>()
    for (const { to } of server.received) times.set(to, (times.get(to) ?? 0) + 1)
    expect(
      [...times].filter(([, count]) => count > 1),
      'mailed twice',
    ).toEqual([])
    let unknown = 0
    for await (const { id, status } of office.campaigns.list({ limit: 200 })) {
      if (status === 'draft') continue
      for (const message of await messagesOf(id)) {
        if (message.status === 'unknown') unknown++
        expect(['sent', 'unknown', 'skipped', 'opened', 'clicked'], message.email).toContain(message.status)
        if (message.status === 'sent' && !message.email.endsWith('@invalid'))
          expect(times.get(message.email), `${message.email} is said to be sent`).toBe(1)
      }
    }
    expect(unknown, 'of those in flight when it was killed').toBeLessThanOrEqual((killed.get('sending') ?? 0) * AT_ONCE)
  } finally {
    await office.stop()
    await office.close()
    await server.close()
  }
  return killed
}
