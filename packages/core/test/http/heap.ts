import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Megabytes of the heap that are in use once the garbage is gone. */
export function heapMegabytes(): number {
  collect()
  return process.memoryUsage().heapUsed / 1e6
}
