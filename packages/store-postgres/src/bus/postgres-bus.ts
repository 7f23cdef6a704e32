import { randomBytes } from 'node:crypto'
import { type Bus, localBus, type Notice } from '@sillage/core'
import { isSillageError, SillageError } from '@sillage/core/store'
import { checkBusOptions, type PostgresBusOptions } from './bus-options.ts'
import { listeningLine } from './listening-line.ts'
import { packNotices, unpackNotices } from './pack-notices.ts'

/** Notices within this time are sent together, each once. */
const GATHER_MS = 50
/** Faults kept while there is no connection; of all other kinds there is one for each campaign. */
const FAULTS_KEPT = 100
const FAREWELL_MS = 1_000

/**
 * Carries notices between processes by PostgreSQL's LISTEN and NOTIFY, on one connection of its own and never within a
 * transaction of the store. This process receives its own at once; others after at most 50 ms, in payloads of many ids.
 * A broken connection is made again (100 ms to 5 s apart); notices meanwhile are sent then, and this process is
 * notified that it `missed` something. A connection counts once it has received what a second one sent; behind a pooler
 * in transaction mode it does not. Then, and without a server, `start()` rejects with `store_unavailable`; after a
 * break it is logged. Throws `invalid_option`.
 */
export function postgresBus(options: PostgresBusOptions): Required<Bus> {
  const { channel, connect, logger } = checkBusOptions(options)
  const from = randomBytes(8).toString('hex')
  const local = localBus()
  const waiting = new Map<string, Notice>()
  let gathering: NodeJS.Timeout | undefined
  let telling: Promise<void> | undefined
  let closed = false

  const line = listeningLine({
    channel,
    connect,
    onPayload(text) {
      const heard = unpackNotices(text)
      if (heard !== undefined && heard.from !== from) for (const notice of heard.notices) local.publish(notice)
    },
    onOpen(again) {
      if (again) local.publish({ type: 'missed' })
      gather()
    },
    onTrouble: (error) =>
      logger?.error({ err: unavailable(error) }, 'live notices of other processes are not received; trying again'),
  })

  function gather(): void {
    if (waiting.size > 0) gathering ??= setTimeout(() => void flush(), GATHER_MS)
  }

  async function flush(): Promise<void> {
    clearTimeout(gathering)
    gathering = undefined
    // One at a time, so that a slow server makes larger payloads and not a longer queue.
    await telling
    const notices = [...waiting]
    if (notices.length === 0) return
    waiting.clear()
    telling = (async () => {
      const told = await line.tell(
        packNotices(
          from,
          notices.map(([, notice]) => notice),
        ),
      )
      // Sent when the connection is back; notices that came meanwhile are newer.
      if (!told) for (const [key, notice] of notices) if (!waiting.has(key)) waiting.set(key, notice)
      telling = undefined
    })()
    await telling
  }

  return {
    publish(notice) {
      local.publish(notice)
      if (closed || notice.type === 'missed') return
      const key = notice.type === 'fault' ? JSON.stringify(notice.fault) : `${notice.type} ${notice.campaignId}`
      waiting.set(key, notice)
      if (notice.type === 'fault') forgetFaults(waiting)
      gather()
    },
    subscribe: local.subscribe,
    async start() {
      if (closed) throw new SillageError('closed', 'This bus was closed; create a new one.')
      await line.open().catch((error: unknown) => {
        throw unavailable(error)
      })
    },
    async close() {
      if (closed) return
      closed = true
      clearTimeout(gathering)
      let patience: NodeJS.Timeout | undefined
      if (waiting.size > 0 || telling !== undefined)
        await Promise.race([
          flush(),
          new Promise((resolve) => {
            patience = setTimeout(resolve, FAREWELL_MS)
          }),
        ])
      clearTimeout(patience)
      line.close()
    },
  }
}

function unavailable(cause: unknown): SillageError {
  if (isSillageError(cause)) return cause
  return new SillageError('store_unavailable', 'PostgreSQL cannot be reached for live notices.', { cause })
}

function forgetFaults(waiting: Map<string, Notice>): void {
  const faults = [...waiting].filter(([, notice]) => notice.type === 'fault')
  for (const [key] of faults.slice(0, Math.max(faults.length - FAULTS_KEPT, 0))) waiting.delete(key)
}
