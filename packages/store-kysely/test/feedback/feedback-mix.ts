import { type ChildProcess, fork } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { createSillage } from '@sillage/core'
import type { Store } from '@sillage/core/store'
import { faultySmtpServer } from '@sillage/core/testing'
import { expect } from 'vitest'
import { bundleProcess } from '../../../../scripts/bundle-process.ts'
import type { Place } from '../kills/phases.ts'
import { addressOf, fateOf, fates, feedbackOn, key, type MixSettings, secret } from './fates.ts'

/**
 * Sends a campaign to so many addresses of a server that answers a mix of things at once, and has the rest come back by
 * mails and webhooks, each twice and in any order, while the process that takes it is killed so many times. In the end
 * every message is in its right state, nobody is held back who should not be, and a recount finds the same figures.
 */
export async function feedbackMix(
  { place, open }: { place: Place; open(place: Place): Store },
  count: number,
  kills: number,
) {
  const program = await bundleProcess(new URL('./mix-process.ts', import.meta.url))
  const server = await faultySmtpServer({
    keepContent: true,
    script({ at, recipient, attempt }) {
      if (at !== 'rcpt' || recipient === undefined) return undefined
      const fate = fateOf(recipient)
      if (fate === 'directGone') return { at, reply: '550 5.1.1 user unknown' }
      if (fate === 'directFull') return { at, reply: '552 5.2.2 mailbox full' }
      return fate === 'directLater' && attempt === 0 ? { at, reply: '451 4.7.1 greylisted, come back' } : undefined
    },
  })
  const httpPort = server.port + 1
  const settings: MixSettings = { database: place, smtpPort: server.port, httpPort }
  const office = createSillage({
    store: open(place),
    baseUrl: `http://127.0.0.1:${httpPort}/mail`,
    from: 'News <news@example.com>',
    secrets: [secret],
  })
  await office.migrate()
  const people = Array.from({ length: count }, (_, n) => ({ email: addressOf(n, count) }))
  const { id } = await office.campaigns.create({ name: 'Mix', subject: 'Hi', html: '<p>Hi</p>', recipients: people })

  let process: ChildProcess
  const begin = async () => {
    process = fork(program, [JSON.stringify(settings)], {
      execArgv: ['--conditions=sillage-source', '--disable-warning=ExperimentalWarning'],
    })
    const begun = await Promise.race(
      ['message', 'exit'].map((event) => new Promise((resolve) => process.once(event, resolve))),
    )
    expect(begun, 'the process listens').toBe('listening')
  }
  const end = async () => {
    const exited = new Promise((resolve) => process.once('exit', resolve))
    process.kill('SIGKILL')
    await exited
  }

  /** As a provider: again, until it is answered 200. */
  async function deliver({ source, body }: { source: string; body: string }): Promise<void> {
    for (;;) {
      const url = `http://127.0.0.1:${httpPort}/mail/track/feedback/${source}/${key}`
      const type = source === 'mails' ? 'message/rfc822' : 'application/json'
      const answered = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body }).catch(
        () => undefined,
      )
      await answered?.text().catch(() => '')
      if (answered?.status === 200) return
      await sleep(20)
    }
  }

  let killed = 0
  try {
    await begin()
    let taken = 0
    const waiting: { source: string; body: string }[] = []
    const again: { source: string; body: string }[] = []
    const deliverAll = async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        await deliver(next)
        again.push(next)
      }
    }
    for (let over = false; !over; ) {
      for (; taken < server.received.length; taken++) {
        const mail = server.received[taken]
        const back = mail?.answered === 250 ? feedbackOn({ ...mail, raw: mail.raw.toString('latin1') }) : undefined
        if (back !== undefined) waiting.splice(Math.floor(Math.random() * (waiting.length + 1)), 0, back)
      }
      const { status, counts } = await office.campaigns
        .get(id)
        .then((campaign) => ({ status: campaign.status, counts: campaign }))
      over = status === 'completed' && taken === server.received.length
      const done = (counts.sent + counts.failed + counts.unknown) / count
      if (killed < kills && done > (killed + 0.5) / kills) {
        const delivering = Array.from({ length: 4 }, deliverAll)
        await sleep(Math.random() * 30)
        await end()
        killed += 1
        await begin()
        await Promise.all(delivering)
      } else if (waiting.length > 40) await Promise.all(Array.from({ length: 4 }, deliverAll))
      await sleep(10)
    }
    await Promise.all(Array.from({ length: 4 }, deliverAll))
    // Everything comes a second time, also through a process that was killed meanwhile.
    waiting.push(...again.splice(0).sort(() => Math.random() - 0.5))
    const delivering = Array.from({ length: 4 }, deliverAll)
    await sleep(30)
    await end()
    await begin()
    await Promise.all(delivering)

    const wrong: string[] = []
    let unknown = 0
    for await (const { email, status } of office.messages.list({ campaignId: id, limit: 200 })) {
      const { status: right, reasons } = fates[fateOf(email)]
      // What was on the wire when its process was killed may have arrived or not.
      if (status === 'unknown') unknown += 1
      else if (status !== right) wrong.push(`${email} is ${status}`)
      const held = (await office.recipients.get(email)).suppressions.flatMap((line) =>
        line.reasons.map(({ reason }) => reason),
      )
      if (status !== 'unknown' && held.join() !== reasons.join())
        wrong.push(`${email} is held back by ${held.join() || 'nothing'}`)
      if (held.some((reason) => !(reasons as readonly string[]).includes(reason)))
        wrong.push(`${email} is held back by ${held.join()}`)
    }
    expect(wrong).toEqual([])
    expect(unknown, 'of those in flight when a process was killed').toBeLessThanOrEqual(kills * 20)
    expect(await office.maintenance.recount(id)).toEqual({})
    return { killed: killed + 1, unknown, came: again.length * 2 }
  } finally {
    await end().catch(() => undefined)
    await office.close()
    await server.close()
  }
}
