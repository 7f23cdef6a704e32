import { type Check, fault, ok, skipped } from './check.ts'
import { reportOf } from './report-of.ts'

/** Whether the tables are of the release that runs. */
export const tables: Check = async (setup) => {
  const report = await reportOf(setup)
  if (report === undefined) return [skipped('Nothing is known of the tables without the database.')]
  const { missing, unknown } = report
  if (unknown.length > 0)
    return [
      fault(
        `The tables are of another release: ${unknown.join(', ')} is not known here.`,
        'Bring the packages of this app to the release that made the tables.',
      ),
    ]
  if (missing.length > 0)
    return [
      fault(`The tables do not have ${missing.join(', ')} yet.`, 'Run `sillage migrate`, or migrate() at the start.'),
    ]
  return [ok('The tables are of this release.')]
}
