type Usage = () => NodeJS.CpuUsage

/**
 * Of this thread, where Node measures it (23.9 and later); else of the whole process, which includes the collector's
 * helpers and the store's thread.
 */
const usage: Usage = (process as unknown as { threadCpuUsage?: Usage }).threadCpuUsage ?? process.cpuUsage
const used = () => {
  const { user, system } = usage.call(process)
  return (user + system) / 1_000
}

/** The most processor time, in milliseconds, that one turn of the event loop took while the work ran. */
export async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let longest = 0
  let before = used()
  let isDone = false
  const turn = () => {
    const now = used()
    longest = Math.max(longest, now - before)
    before = now
    if (!isDone) setImmediate(turn)
  }
  setImmediate(turn)
  await work()
  isDone = true
  turn()
  return longest
}
