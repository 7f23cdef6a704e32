import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { ImapFlow } from 'imapflow'
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { bundleProcess } from '../../../scripts/bundle-process.ts'
import { type WatchMailboxOptions, watchMailbox } from '../src/index.ts'
import { type CuttingProxy, cuttingProxy } from './cutting-proxy.ts'
import { type Dovecot, startDovecot } from './dovecot.ts'
import { mail, Recorder } from './recorder.ts'
import type { Given } from './watcher-process.ts'

let dovecot: Dovecot
let proxy: CuttingProxy
let admin: ImapFlow
beforeEach(async () => {
  dovecot = await startDovecot()
  proxy = await cuttingProxy(dovecot.port)
  admin = new ImapFlow({ ...login(dovecot.port), logger: false })
  await admin.connect()
})
afterEach(async () => {
  admin?.close()
  await proxy?.close()
  await dovecot?.remove()
})

const login = (port: number, pass = 'secret') => ({ host: '127.0.0.1', port, auth: { user: 'bounces', pass } })
const eventually = (check: () => void | Promise<void>, timeout = 60_000) => vi.waitFor(check, { timeout, interval: 50 })

/** Dovecot has a dot between the names of folders. */
const done = ['Sillage', 'Done']

async function ids(folder: string[]): Promise<string[]> {
  const lock = await admin.getMailboxLock(folder)
  try {
    const mails = await admin.fetchAll('1:*', { envelope: true })
    return mails.map(({ envelope }) => envelope?.messageId?.slice(1, -1) ?? '')
  } finally {
    lock.release()
  }
}
async function count(folder: string | string[]): Promise<number | undefined> {
  const status = await admin.status(folder, { messages: true })
  return status === false ? undefined : status.messages
}

/** A watch in a process of its own; `record` stands for the store, which outlives it. */
async function watcher(record: (given: Given, child: ChildProcess) => boolean): Promise<ChildProcess> {
  const program = await bundleProcess(new URL('./watcher-process.ts', import.meta.url))
  const child = fork(program, { execArgv: [] })
  child.on('message', (given: Given) => {
    if (record(given, child)) child.send(given.id)
  })
  child.send(proxy.port)
  return child
}
async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

/** A watch in this process. */
function watch(recorder: Recorder, more: Partial<WatchMailboxOptions> = {}) {
  const watching = watchMailbox({ sillage: recorder, imap: () => login(proxy.port), ...more })
  onTestFinished(() => watching.close())
  return watching
}

it('reads 20,000 mails once each, in little memory', async () => {
  const all = 20_000
  const [small, large] = ['x'.repeat(4_000), 'x'.repeat(900_000)]
  for (let index = 0; index < all; index += 1)
    dovecot.deliver(mail(`mail-${index}`, { body: index % 100 === 0 ? large : small }))
  const given = new Map<string, number>()
  const rss: number[] = []
  const began = performance.now()
  const child = await watcher(({ id, maxRss }) => {
    given.set(id, (given.get(id) ?? 0) + 1)
    rss.push(maxRss / 1024)
    return true
  })
  onTestFinished(() => kill(child))
  await eventually(async () => expect(await count(done).catch(() => 0)).toBe(all), 500_000)
  const seconds = (performance.now() - began) / 1000
  const [after1000 = 0, most = 0] = [rss[999], rss.at(-1)]
  process.stdout.write(
    `${all} mails in ${seconds.toFixed(1)} s, ${most.toFixed(0)} MB at most, ${after1000.toFixed(0)} after the first thousand\n`,
  )
  expect(await count('INBOX')).toBe(0)
  expect(given.size).toBe(all)
  expect(rss).toHaveLength(all)
  expect(most).toBeLessThan(250)
  expect(most - after1000).toBeLessThan(100)
})

it('records and moves each mail once, however often it is killed in between', async () => {
  const all = Array.from({ length: 500 }, (_, index) => `mail-${index}`)
  for (const id of all) dovecot.deliver(mail(id))
  const acted = new Map<string, number>()
  let given = 0
  const record = ({ id }: Given) => {
    given += 1
    // Once by meaning, as an installation does it.
    if (!acted.has(id)) acted.set(id, 1)
  }
  let child: ChildProcess | undefined
  onTestFinished(() => (child === undefined ? undefined : kill(child)))

  // Killed before fifty are marked, twice, while they are moved, and before they are.
  const moments = ['recorded', 'UID STORE', 'moved', 'UID MOVE'] as const
  for (const moment of [...moments, ...moments]) {
    let ofThis = 0
    const killed = Promise.withResolvers<void>()
    const end = () => {
      proxy.heard = () => false
      child?.kill('SIGKILL')
      killed.resolve()
    }
    proxy.heard = (text) => {
      if (moment === 'moved' && text.includes('UID MOVE')) setImmediate(end)
      if (moment !== 'recorded' && text.includes(moment)) end()
      return moment === 'moved' || !text.includes(moment)
    }
    child = await watcher((one) => {
      record(one)
      ofThis += 1
      if (moment === 'recorded' && ofThis === 50) end()
      return true
    })
    const exit = once(child, 'exit')
    await killed.promise
    await exit
  }
  const beforeLast = given
  proxy.heard = () => true
  child = await watcher((one) => {
    record(one)
    return true
  })
  await eventually(async () => expect(await count(done)).toBe(all.length))
  await eventually(async () => expect(await count('INBOX')).toBe(0))
  expect((await ids(done)).sort()).toEqual([...all].sort())
  expect([...acted.keys()].sort()).toEqual([...all].sort())
  // One that finds what was marked and not moved may be killed while it moves that, and reads nothing.
  expect(beforeLast).toBeGreaterThanOrEqual(300)
  expect(given).toBeLessThanOrEqual(all.length + 8 * 50)
  process.stdout.write(`${all.length} mails and 8 kills: ${given} times read\n`)
})

it('connects again when it is cut off while it waits', async () => {
  const recorder = new Recorder()
  const watching = watch(recorder)
  await eventually(() => expect(watching.state().status).toBe('waiting'))
  proxy.cut()
  dovecot.deliver(mail('one'))
  await eventually(() => expect(recorder.given).toEqual(['one']))
  await eventually(() => expect(watching.state().status).toBe('waiting'))
  // New mail is read at once again, long before it would be looked for.
  dovecot.deliver(mail('two'))
  await eventually(() => expect(recorder.given).toEqual(['one', 'two']))
  await eventually(async () => expect(await ids(done)).toEqual(['one', 'two']))
})

it('reads all of a mailbox that was deleted and made anew', async () => {
  const recorder = new Recorder()
  const append = (id: string) => admin.append('Bounces', mail(id))
  await admin.mailboxCreate('Bounces')
  for (const id of ['one', 'two']) await append(id)
  const before = await admin.status('Bounces', { uidValidity: true })
  const watching = watch(recorder, { mailbox: 'Bounces', done: 'keep' })
  await eventually(() => expect(recorder.given).toEqual(['one', 'two']))
  await eventually(() => expect(watching.state().status).toBe('waiting'))
  await admin.mailboxDelete('Bounces')
  await admin.mailboxCreate('Bounces')
  for (const id of ['two', 'three']) await append(id)
  expect(await admin.status('Bounces', { uidValidity: true })).not.toEqual(before)
  proxy.cut()
  await eventually(() => expect(recorder.given).toEqual(['one', 'two', 'two', 'three']))
  expect([...recorder.acted.values()]).toEqual([1, 1, 1])
})

it('fetches the login again when it was refused', async () => {
  const recorder = new Recorder()
  dovecot.deliver(mail('one'))
  let asked = 0
  const watching = watch(recorder, {
    imap: () => {
      asked += 1
      return login(proxy.port, asked === 1 ? 'expired' : 'secret')
    },
  })
  await eventually(() => expect(watching.state().error).toBe('authentication_refused'))
  await eventually(() => expect(recorder.given).toEqual(['one']))
  expect(asked).toBe(2)
})
