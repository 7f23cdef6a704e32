// What a sender costs that has campaigns and nothing to do for them, in a process that did nothing before.
import { setTimeout as sleep } from 'node:timers/promises'
import { countedStore } from '../../packages/core/src/testing/test-sillage/counted-store.ts'
import { hostOn, storeAt, type Task } from './host.ts'

/** What the process reports. */
export interface Idle {
  percent: number
  megabytes: number
  calls: number
}

const { place, port } = JSON.parse(process.argv[2] ?? '{}') as Task
const counted = countedStore(storeAt(place))
const sillage = hostOn(counted.store, port)
await sillage.start()
await sleep(3_000)
const before = { cpu: process.cpuUsage(), calls: counted.calls, at: performance.now() }
await sleep(10_000)
const { user, system } = process.cpuUsage(before.cpu)
const ms = performance.now() - before.at
const idle: Idle = {
  percent: (user + system) / 10 / ms,
  megabytes: process.memoryUsage().rss / 1024 / 1024,
  calls: ((counted.calls - before.calls) * 1000) / ms,
}
process.send?.(idle)
await sillage.close()
process.exit()
