import { type Check, fault, ok, skipped, warning } from './check.ts'
import { reportOf } from './report-of.ts'

/** Answers of a database take time, and clocks that are kept right are closer than this. */
const rightMs = 2_000
/** Beyond this, signatures are dated in the future, and campaigns begin at another time than was said. */
const wrongMs = 60_000

/** Whether this process and the database agree on the time. */
export const clock: Check = async (setup) => {
  const report = await reportOf(setup)
  if (report === undefined) return [skipped('Nothing is known of the clock without the database.')]
  const { aheadMs } = report
  if (aheadMs === null) return [ok('The database and this process have one clock.')]
  const apart = Math.abs(aheadMs)
  if (apart <= rightMs) return [ok('The clocks of the database and this process agree.')]
  const text = `The clock of the database is ${(apart / 1000).toFixed(1)} s ${aheadMs > 0 ? 'ahead of' : 'behind'} this process's.`
  const advice = 'Let both machines keep their time by NTP.'
  return [apart > wrongMs ? fault(text, advice) : warning(text, advice)]
}
