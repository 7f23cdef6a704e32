import type { Browser, Page } from 'playwright'

interface TraceEvent {
  name: string
  pid: number
  tid: number
  /** Microseconds of the thread itself: what waits for a processor, or for others, is not in it. */
  tdur?: number
  args: { name?: string }
}

/** For how many milliseconds of work each task of the page's main thread held it up, whatever else the machine does. */
export async function busyTimes(browser: Browser, page: Page, act: () => Promise<void>): Promise<number[]> {
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline', '__metadata'] })
  await act()
  const { traceEvents } = JSON.parse(String(await browser.stopTracing())) as { traceEvents: TraceEvent[] }
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`
  const main = new Set(
    traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(threadOf),
  )
  return traceEvents
    .filter((event) => event.name === 'RunTask' && event.tdur !== undefined && main.has(threadOf(event)))
    .map(({ tdur = 0 }) => tdur / 1000)
}
