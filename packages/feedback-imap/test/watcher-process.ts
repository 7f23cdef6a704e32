// A watch whose installation is another process: that one records each mail, and lives on when this one is killed.
import { watchMailbox } from '../src/index.ts'

/** A mail that is to be recorded, and the most memory that this process ever had, in kilobytes. */
export interface Given {
  id: string
  maxRss: number
}

process.once('message', (port: number) => {
  const recorded = new Map<string, () => void>()
  process.on('message', (id: string) => {
    recorded.get(id)?.()
    recorded.delete(id)
  })
  watchMailbox({
    imap: () => ({ host: '127.0.0.1', port, auth: { user: 'bounces', pass: 'secret' } }),
    sillage: {
      feedback: {
        async recordMail(raw) {
          const text = Buffer.from(raw).toString('latin1')
          const id = /^Message-ID: <(.*)>/m.exec(text)?.[1] ?? 'none'
          const given: Given = { id, maxRss: process.resourceUsage().maxRSS }
          process.send?.(given)
          await new Promise<void>((resolve) => recorded.set(id, resolve))
          return { understood: true, recorded: 1, repeated: 0, unknown: 0, ignored: 0, suppressed: 0 }
        },
      },
    },
  })
})
