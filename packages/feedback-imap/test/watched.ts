import { type FakeClock, fakeClock } from '@sillage/core/testing'
import { onTestFinished, vi } from 'vitest'
import { type MailboxWatch, type WatchMailboxOptions, watchMailbox } from '../src/index.ts'
import { ImapServer, type ImapServerOptions } from './imap-server.ts'
import { Recorder } from './recorder.ts'

export interface Watched {
  server: ImapServer
  recorder: Recorder
  clock: FakeClock
  /** What was logged, a line each. */
  log: string[]
  /** Starts a watch; closed when the test is over. */
  watch(options?: Partial<WatchMailboxOptions>): MailboxWatch
  /** Resolves when the watch has read all there is and waits for news. */
  waiting(watch: MailboxWatch): Promise<void>
  /** Resolves when the watch waits to connect again. */
  retrying(watch: MailboxWatch): Promise<void>
  /** The Message-IDs in a folder of the server. */
  ids(folder: string): string[]
}

export const soon = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 2 })

/** A server, a recorder and a clock that stands still, for one test. */
export async function watched(options: ImapServerOptions = {}): Promise<Watched> {
  const server = new ImapServer(options)
  await server.listen()
  onTestFinished(() => server.close())
  const recorder = new Recorder()
  const clock = fakeClock()
  const log: string[] = []
  const note = (level: string) => (details: object, text: string) => {
    log.push(`${level} ${JSON.stringify(details)} ${text}`)
  }
  const logger = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') }
  const auth = { user: 'bounces', pass: 'secret' }
  const imap = () => ({ host: '127.0.0.1', port: server.port, secure: false, auth })
  const is = (watch: MailboxWatch, status: string, sleeping: number) =>
    soon(() => {
      if (watch.state().status !== status || clock.sleeping < sleeping)
        throw new Error(`${JSON.stringify(watch.state())}\n${log.join('\n')}`)
    })
  return {
    server,
    recorder,
    clock,
    log,
    watch(more = {}) {
      const watch = watchMailbox({ sillage: recorder, imap, clock, logger, ...more })
      onTestFinished(async () => {
        const closed = watch.close({ graceMs: 0 })
        await clock.advance(0)
        await closed
      })
      return watch
    },
    async waiting(watch) {
      await is(watch, 'waiting', 1)
    },
    async retrying(watch) {
      await is(watch, 'retrying', 1)
    },
    ids: (folder) => server.folder(folder).mails.map(({ raw }) => /<(.*)>/.exec(raw)?.[1] ?? ''),
  }
}
