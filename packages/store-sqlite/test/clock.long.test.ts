import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, createSillage, type Sillage, systemClock } from '@sillage/core'
import { recordingTransport } from '@sillage/core/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sqliteStore } from '../src/index.ts'

const HOUR = 3_600_000

let folder: string
let filename: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sillage-clock-'))
  filename = join(folder, 'sillage.db')
})
afterEach(() => rm(folder, { recursive: true }))

/** A host's own clock, without monotonic time, that is wrong by so much. */
function wrongBy(ms: number): Clock & { wrongMs: number } {
  const clock = { wrongMs: ms, now: () => Date.now() + clock.wrongMs, sleep: systemClock.sleep }
  return clock
}

function open(clock: Clock) {
  const transport = recordingTransport({ clock, keepContent: false })
  const sillage = createSillage({
    store: sqliteStore({ filename }),
    clock,
    transport,
    sending: { limits: { perSecond: 20 } },
    baseUrl: 'https://mail.example.com',
    from: 'news@example.com',
  })
  return { sillage, sends: transport.sends }
}

const create = async (sillage: Sillage, name: string, count: number) => {
  const recipients = Array.from({ length: count }, (_, n) => ({ email: `${name}${n}@example.org` }))
  return (await sillage.campaigns.create({ name, subject: name, html: '<p>News</p>', recipients })).id
}

/** Resolves when so many messages were sent from now on. */
const sent = (sillage: Sillage, count: number) =>
  new Promise<void>((resolve) => {
    let left = count
    const forget = sillage.on('message.sent', () => {
      left -= 1
      if (left > 0) return
      forget()
      resolve()
    })
  })

const addressesOf = (...sends: readonly { to: string }[][]) => sends.flat().map(({ to }) => to)

test.each([HOUR, -HOUR, 24 * HOUR, -24 * HOUR])(
  'the clock of a running process jumps by %d ms: both campaigns are sent',
  async (jump) => {
    const clock = wrongBy(0)
    const { sillage, sends } = open(clock)
    await sillage.migrate()
    await sillage.start()
    const begun = sent(sillage, 5)
    const all = sent(sillage, 40)
    await create(sillage, 'a', 30)
    await begun
    clock.wrongMs = jump
    await create(sillage, 'b', 10)
    await all
    expect(new Set(addressesOf(sends)).size).toBe(40)
    await sillage.close()
    expect(sends).toHaveLength(40)
  },
  60_000,
)

test.each([HOUR, 24 * HOUR])(
  'the clock was %d ms ahead, then right when the process was restarted: each recipient is mailed once',
  async (ahead) => {
    const fast = open(wrongBy(ahead))
    await fast.sillage.migrate()
    await fast.sillage.start()
    const begun = sent(fast.sillage, 5)
    await create(fast.sillage, 'a', 30)
    await begun
    await fast.sillage.close()

    const next = open(wrongBy(0))
    const rest = sent(next.sillage, 40 - fast.sends.length)
    await next.sillage.start()
    await create(next.sillage, 'b', 10)
    await rest
    expect(new Set(addressesOf(fast.sends, next.sends)).size).toBe(40)
    await next.sillage.close()
    expect(fast.sends.length + next.sends.length).toBe(40)
  },
  60_000,
)
