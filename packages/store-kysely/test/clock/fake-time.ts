import { fork } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { faultySmtpServer } from '@sillage/core/testing'
import { expect } from 'vitest'
import { bundleProcess } from '../../../../scripts/bundle-process.ts'
import { debianPreload } from '../../../../scripts/debian-package.ts'
import type { SendingSettings } from './sending-process.ts'

/** The time of day of processes that are started with `env`; their monotonic time goes on by itself. */
export interface FakeTime {
  env: NodeJS.ProcessEnv
  /** Sets it, by so much from the right one. */
  set(ms: number): Promise<void>
  remove(): Promise<void>
}

/** By libfaketime, of the Debian package. */
export async function fakeTime(): Promise<FakeTime> {
  const library = await debianPreload('libfaketime', 'libfaketime.so.1')
  const folder = await mkdtemp(join(tmpdir(), 'sillage-time-'))
  // A server that runs as another user reads it.
  await chmod(folder, 0o755)
  const file = join(folder, 'time')
  const set = (ms: number) => writeFile(file, `${ms < 0 ? '-' : '+'}${Math.abs(ms) / 1_000}s`)
  await set(0)
  const env = { FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' }
  return {
    env: { ...library.env, ...env },
    set,
    async remove() {
      await rm(folder, { recursive: true })
      await library.remove()
    },
  }
}

/**
 * Sets a clock amid a campaign that a process of its own sends, whose time is then wrong by `wrongMs`: everybody is
 * mailed, once, and settled.
 */
export async function mailsOnAfterJump(
  database: Omit<SendingSettings, 'port' | 'recipients'>,
  { env, jump, wrongMs }: { env: NodeJS.ProcessEnv; jump: () => Promise<void>; wrongMs: number },
): Promise<void> {
  const recipients = 60
  const server = await faultySmtpServer({ keepContent: false })
  const settings: SendingSettings = { ...database, port: server.port, recipients }
  const program = await bundleProcess(new URL('./sending-process.ts', import.meta.url))
  const sending = fork(program, [JSON.stringify(settings)], {
    env: { ...process.env, ...env },
    execArgv: ['--conditions=sillage-source', '--disable-warning=ExperimentalWarning'],
  })
  const told = new Promise<{ counts: unknown; now: number }>((resolve, reject) => {
    sending.once('message', (message) => resolve(message as { counts: unknown; now: number }))
    sending.once('exit', (code) => reject(new Error(`the process ended with ${code}`)))
  })
  await expect.poll(() => server.received.length, { timeout: 60_000 }).toBeGreaterThan(10)
  await jump()
  const { counts, now } = await told
  expect(counts).toMatchObject({ total: recipients, sent: recipients, queued: 0 })
  expect(Math.abs(now - Date.now() - wrongMs), 'the time was set').toBeLessThan(500)
  sending.disconnect()
  const addresses = server.received.map(({ to }) => String(to))
  expect(addresses).toHaveLength(recipients)
  expect(new Set(addresses).size).toBe(recipients)
  await server.close()
}
