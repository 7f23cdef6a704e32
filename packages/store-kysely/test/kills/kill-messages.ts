import { fork } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { createSillage } from '@sillage/core'
import type { Store } from '@sillage/core/store'
import { faultySmtpServer } from '@sillage/core/testing'
import { expect } from 'vitest'
import { bundleProcess } from '../../../../scripts/bundle-process.ts'
import { AT_ONCE, type MessageOrder, type MessageReport, type Place } from './phases.ts'

/** What each of the processes does: `gives` all messages, `sends` what is due. */
export interface Role {
  gives: boolean
  sends: boolean
}

interface Killed {
  place: Place
  open(place: Place): Store
  /** At least one of each. */
  roles: readonly Role[]
}

/** The longest time that a process works before it is killed. */
const LONGEST_MS = 300

/**
 * Gives a stream so many messages by key, each of them by every process that gives any, while processes are killed at
 * random moments and replaced. In the end each key has one message, none that was acknowledged is lost, none was mailed
 * twice, and what is unknown was in flight in a process that was killed. Returns how many were unknown.
 */
export async function killMessages(
  { place, open, roles }: Killed,
  { messages, kills }: { messages: number; kills: number },
): Promise<number> {
  const program = await bundleProcess(new URL('./message-process.ts', import.meta.url))
  const server = await faultySmtpServer({ keepContent: false, script: ({ at }) => ({ at, delayMs: 1 }) })
  const store = open(place)
  const office = createSillage({ store, baseUrl: 'http://127.0.0.1:3000/mail', from: 'Shop <shop@example.com>' })
  await office.migrate()
  await office.streams.put('receipts', { transactional: true, subject: 'Receipt {{n}}', html: '<p>{{n}}</p>' })
  const streamId = (await store.streams.get('receipts', null))?.id ?? 0
  /** By number: the ids that were acknowledged, and by how many calls as created. */
  const ids = new Map<number, Set<string>>()
  const created = new Map<number, number>()

  function begin(role: Role, left: Set<number>) {
    const order: MessageOrder = { database: place, port: server.port, sends: role.sends }
    const child = fork(program, [JSON.stringify(order)], {
      execArgv: ['--conditions=sillage-source', '--disable-warning=ExperimentalWarning'],
    })
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    const busy = Promise.withResolvers<void>()
    const finished = Promise.withResolvers<void>()
    if (!role.gives) finished.resolve()
    child.on('message', ({ ready, given, sent, finished: isOver }: MessageReport) => {
      if (ready && role.gives) child.send([...left])
      if (given !== undefined) {
        const [n, id, isNew] = given
        left.delete(n)
        ids.set(n, (ids.get(n) ?? new Set()).add(id))
        created.set(n, (created.get(n) ?? 0) + Number(isNew))
      }
      if (role.gives ? given : sent) busy.resolve()
      if (isOver) {
        finished.resolve()
        busy.resolve()
      }
    })
    return {
      busy: busy.promise,
      finished: finished.promise,
      async kill() {
        expect(child.exitCode, 'ended by itself').toBeNull()
        child.kill('SIGKILL')
        await gone
      },
    }
  }

  const numbers = Array.from({ length: messages }, (_, n) => n)
  const places = roles.map((role, n) => {
    // Every second one from the other end, so that they meet.
    const left = new Set(n % 2 === 0 ? numbers : numbers.toReversed())
    return { role, left, process: begin(role, left) }
  })
  const queued = async () => (await store.streams.get('receipts', null))?.queued ?? 0
  const isOver = async () => places.every(({ role, left }) => !role.gives || left.size === 0) && (await queued()) === 0
  let [killed, sendersKilled] = [0, 0]
  try {
    while (killed < kills && !(await isOver())) {
      // One after the other, so that each kind is killed in a short run, too.
      const victim = places[killed % places.length]
      if (victim === undefined) break
      await Promise.race([victim.process.busy, sleep(5_000)])
      await sleep(Math.random() * LONGEST_MS)
      await victim.process.kill()
      killed++
      if (victim.role.sends) sendersKilled++
      victim.process = begin(victim.role, victim.left)
    }
    await Promise.all(places.map(({ process }) => process.finished))
    while (!(await isOver())) await sleep(50)

    const mailed = new Map<string, number>()
    for (const { to } of server.received) mailed.set(to, (mailed.get(to) ?? 0) + 1)
    const wrong: string[] = []
    const stored = new Map<string, string>()
    let unknown = 0
    for await (const { id, email, status } of office.messages.list({ stream: 'receipts', limit: 200 })) {
      const times = mailed.get(email) ?? 0
      if (stored.has(email)) wrong.push(`${email} has two messages`)
      stored.set(email, id)
      if (status === 'unknown') unknown++
      const right = status === 'sent' ? times === 1 : status === 'unknown' && times <= 1
      if (!right) wrong.push(`${email} is ${status} and was mailed ${times} times`)
    }
    for (const [n, known] of ids)
      if (known.size !== 1 || !known.has(stored.get(`m${n}@example.org`) ?? ''))
        wrong.push(`${n} was acknowledged as ${[...known]}`)
    expect(wrong).toEqual([])
    expect(stored.size).toBe(messages)
    expect(ids.size).toBe(messages)
    expect([...created].filter(([, times]) => times > 1)).toEqual([])
    expect(killed).toBe(kills)
    expect(unknown).toBeLessThanOrEqual(AT_ONCE * sendersKilled)
    expect(await office.maintenance.recount(String(streamId))).toEqual({})
    return unknown
  } finally {
    await Promise.all(places.map(({ process }) => process.kill().catch(() => {})))
    await office.close()
    await server.close()
  }
}
