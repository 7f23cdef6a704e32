import type { RecordedMail } from '@sillage/core'
import type { MailRecorder } from '../src/index.ts'

/** Records as an installation does: each report acts once, by what it is about. */
export class Recorder implements MailRecorder {
  /** How often each report acted, by its Message-ID. */
  readonly acted = new Map<string, number>()
  /** Mails in the order in which they were given. */
  readonly given: string[] = []
  readonly sources = new Set<string>()
  /** Nothing can be recorded. */
  away = false
  /** Mails that cannot be recorded, and so many that can be before the store goes away. */
  readonly poison = new Set<string>()
  awayAfter = Number.POSITIVE_INFINITY
  /** Awaited before a mail is recorded. */
  before: (id: string) => Promise<void> = async () => undefined
  lengths = new Map<string, number>()

  readonly feedback = {
    recordMail: async (raw: Uint8Array, { source }: { source: string }): Promise<RecordedMail> => {
      const text = new TextDecoder().decode(raw)
      const id = /^Message-ID: <(.*)>/m.exec(text)?.[1] ?? 'none'
      this.given.push(id)
      this.lengths.set(id, raw.length)
      this.sources.add(source)
      await this.before(id)
      if (this.away || this.awayAfter-- <= 0 || this.poison.has(id))
        throw Object.assign(new Error('zoe@example.org is in a row of the store'), { code: 'ECONNREFUSED' })
      const understood = text.includes('X-Ours: yes')
      const repeated = this.acted.has(id) ? 1 : 0
      if (understood && repeated === 0) this.acted.set(id, 1)
      return { understood, repeated, recorded: 1 - repeated, unknown: 0, ignored: 0, suppressed: 0 }
    },
  }
}

/** A mail about one of ours, or one of somebody else. */
export function mail(id: string, { ours = true, body = 'Hello' } = {}): string {
  const lines = ['From: zoe@example.org', `Message-ID: <${id}>`, `X-Ours: ${ours ? 'yes' : 'no'}`, '', body]
  return `${lines.join('\r\n')}\r\n`
}
