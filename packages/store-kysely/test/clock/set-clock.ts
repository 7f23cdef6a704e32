import { type Clock, createSillage, type Sillage, systemClock } from '@sillage/core'
import type { Store } from '@sillage/core/store'
import { recordingTransport } from '@sillage/core/testing'
import { expect } from 'vitest'

const SECOND = 1_000
const HOUR = 3_600 * SECOND

/** By how much the clock of a machine is set amid its work, in milliseconds. */
export const jumps = [SECOND, -SECOND, HOUR, -HOUR, 24 * HOUR, -24 * HOUR]

/** A host's own clock, without monotonic time, that is wrong by so much. */
export function wrongBy(ms: number): Clock & { wrongMs: number } {
  const clock = { wrongMs: ms, now: () => Date.now() + clock.wrongMs, sleep: systemClock.sleep }
  return clock
}

/** An installation on a store with a clock, and what it sent. */
export function installation(store: Store, clock: Clock) {
  const transport = recordingTransport({ clock, keepContent: false })
  const sillage = createSillage({
    store,
    clock,
    transport,
    sending: { limits: { perSecond: 20 } },
    baseUrl: 'https://mail.example.com',
    from: 'news@example.com',
  })
  return { sillage, sends: transport.sends }
}

export async function create(sillage: Sillage, name: string, count: number): Promise<void> {
  const recipients = Array.from({ length: count }, (_, n) => ({ email: `${name}${n}@example.org` }))
  await sillage.campaigns.create({ name, subject: name, html: '<p>News</p>', recipients })
}

/** Resolves when so many messages were sent from now on. */
export const sent = (sillage: Sillage, count: number): Promise<void> =>
  new Promise((resolve) => {
    let left = count
    const forget = sillage.on('message.sent', () => {
      left -= 1
      if (left > 0) return
      forget()
      resolve()
    })
  })

/** Sets the clock by `jump` amid a campaign, and adds another one: each recipient of both is mailed, once. */
export async function sendsOnAfterJump(store: Store, jump: number): Promise<void> {
  const clock = wrongBy(0)
  const { sillage, sends } = installation(store, clock)
  await sillage.migrate()
  await sillage.start()
  const begun = sent(sillage, 5)
  const all = sent(sillage, 40)
  await create(sillage, 'a', 30)
  await begun
  clock.wrongMs = jump
  await create(sillage, 'b', 10)
  await all
  expect(new Set(sends.map(({ to }) => to)).size, `after ${jump} ms`).toBe(40)
  await sillage.close()
  expect(sends).toHaveLength(40)
}
