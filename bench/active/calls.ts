// Creates campaigns and pauses others, as a host's web process does while another one sends; reports the processor time
// of its own that each call took, until all was sent, of which a message informs it.
import { setTimeout as sleep } from 'node:timers/promises'
import { create, hostOn, storeAt, type Task } from './host.ts'

/** What the process reports, in milliseconds, the shortest first. */
export interface Calls {
  createMs: number[]
  pauseMs: number[]
  /** From the call that created a campaign until its first mail was sent, with all waits. */
  firstMailMs: number[]
}

const { place, port } = JSON.parse(process.argv[2] ?? '{}') as Task
const sillage = hostOn(storeAt(place), port)
let over = false
process.once('message', () => {
  over = true
})

async function processorMs(call: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await call()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

// Warm before anything is measured.
for (let n = 0; n < 5; n++) await sillage.campaigns.pause(await create(sillage, 20)).catch(() => undefined)
const calls: Calls = { createMs: [], pauseMs: [], firstMailMs: [] }
while (!over) {
  const start = performance.now()
  let id = ''
  calls.createMs.push(
    await processorMs(async () => {
      id = await create(sillage, 1)
    }),
  )
  while ((await sillage.campaigns.get(id)).sent === 0) await sleep(10)
  calls.firstMailMs.push(performance.now() - start)
  const other = await create(sillage, 200)
  calls.pauseMs.push(await processorMs(() => sillage.campaigns.pause(other).catch(() => undefined)))
  await sleep(50)
}
for (const list of Object.values(calls)) list.sort((a: number, b: number) => a - b)
process.send?.(calls)
await sillage.close()
process.exit()
