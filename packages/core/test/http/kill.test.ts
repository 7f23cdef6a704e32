import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { bundleProcess } from '../../../../scripts/bundle-process.ts'
import { sqliteStore } from '../../../store-sqlite/src/index.ts'
import { services } from '../../src/http/services.ts'
import { createSillage, createTokenSealer } from '../../src/index.ts'

const MESSAGES = 500
const KILLS = 4

/**
 * Asks for one pixel after the other until the server is gone; which messages were answered, and which were asked and
 * not.
 */
async function hammer(
  port: number,
  paths: readonly string[],
  next: () => number,
  answered: number[],
  open: Set<number>,
): Promise<void> {
  for (;;) {
    const index = next()
    if (index >= paths.length) return
    open.add(index)
    try {
      const response = await fetch(`http://127.0.0.1:${port}${paths[index]}`, {
        headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' },
      })
      await response.arrayBuffer()
    } catch {
      return
    }
    answered.push(index)
    open.delete(index)
  }
}

it('keeps every hit that was answered, each once, when the process is killed under load', {
  timeout: 60_000,
}, async () => {
  const program = await bundleProcess(new URL('./hit-server.ts', import.meta.url))
  const folder = await mkdtemp(join(tmpdir(), 'sillage-kill-'))
  const filename = join(folder, 'hits.db')
  const secrets = ['a secret for the kill test']
  const prepare = createSillage({
    store: sqliteStore({ filename }),
    baseUrl: 'http://127.0.0.1',
    from: 'a@example.org',
    secrets,
  })
  await prepare.migrate()
  const recipients = Array.from({ length: MESSAGES }, (_, n) => ({ email: `p${n}@example.org` }))
  const { id } = await prepare.campaigns.create({ name: 'n', subject: 's', html: '<p>x</p>', recipients, start: false })
  const messages = (
    await prepare[services].store.messages.list({ campaignId: Number(id), sort: 'name', order: 'asc', limit: MESSAGES })
  ).items
  await prepare[services].store.settings.put('token_secrets', JSON.stringify(secrets))
  const sealer = createTokenSealer(secrets)
  const paths = messages.map((message) => `/track/pixel/${sealer.seal({ kind: 'pixel', messageId: message.id })}`)

  let index = 0
  const answered: number[] = []
  const open = new Set<number>()
  for (let round = 0; round < KILLS; round++) {
    const server = fork(program, [filename], { execArgv: ['--conditions=sillage-source'] })
    const [port] = (await once(server, 'message')) as [number]
    const goal = answered.length + 60 + Math.floor(Math.random() * 40)
    const clients = Array.from({ length: 8 }, () => hammer(port, paths, () => index++, answered, open))
    // Killed as soon as so many were answered, with others on their way.
    while (answered.length < goal) await new Promise((resolve) => setImmediate(resolve))
    server.kill('SIGKILL')
    await Promise.all([...clients, once(server, 'exit')])
  }

  const after = (
    await prepare[services].store.messages.list({ campaignId: Number(id), sort: 'name', order: 'asc', limit: MESSAGES })
  ).items
  const opens = new Map(after.map((message, position) => [position, message.opens]))
  expect(answered.filter((position) => opens.get(position) !== 1)).toEqual([])
  // What was asked and not answered may be stored or not, but never twice; what was never asked is not there.
  for (const [position, count] of opens)
    expect(count, String(position)).toBeLessThanOrEqual(answered.includes(position) || open.has(position) ? 1 : 0)
  expect(await prepare.maintenance.recount(id)).toEqual({})
  expect(answered.length).toBeGreaterThan(KILLS * 60)
  await prepare.close()
  await rm(folder, { recursive: true, force: true })
})
