import { setTimeout as sleep } from 'node:timers/promises'
import type { Fleet, FleetSender } from './fleet.ts'

/**
 * Sends a campaign with three senders of which one is killed again and again, at a random moment after it began to
 * send, and replaced. Returns when the campaign is completed: how many were killed, how long it took, and how fast
 * processes were.
 */
export async function killAtRandom(fleet: Fleet, messages: number, kills: number) {
  const id = await fleet.campaign(messages)
  let over = false
  const completed = fleet.completed(id).then(() => {
    over = true
  })
  const begun = performance.now()
  const started = new Map<FleetSender, number>()
  const begin = () => {
    const sender = fleet.sender()
    void sender.ready.then(() => started.set(sender, performance.now()))
    return sender
  }
  const senders = [begin(), begin(), begin()]
  const rates: number[] = []
  let killed = 0
  while (killed < kills && !over) {
    const victim = Math.floor(Math.random() * senders.length)
    const sender = senders[victim] as FleetSender
    await Promise.race([sender.ready, completed])
    // Short enough to kill one that has only begun, long enough for others to be in the middle of their work.
    await Promise.race([sleep(100 + Math.random() * 400), completed])
    if (over) break
    await sender.kill()
    rates.push((sender.sent / (performance.now() - (started.get(sender) ?? 0))) * 1000)
    senders[victim] = begin()
    killed += 1
  }
  await completed
  return { id, killed, ms: performance.now() - begun, rates }
}
