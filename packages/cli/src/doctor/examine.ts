import { baseUrl } from './base-url.ts'
import type { Check, Finding, Found } from './check.ts'
import { warning } from './check.ts'
import { clock } from './clock.ts'
import { database } from './database.ts'
import { dkim } from './dkim.ts'
import { dmarc } from './dmarc.ts'
import { DnsAway } from './dns.ts'
import { mount } from './mount.ts'
import { mx } from './mx.ts'
import { oneClick } from './one-click.ts'
import { ptr } from './ptr.ts'
import type { Setup } from './setup.ts'
import { smtp } from './smtp.ts'
import { spf } from './spf.ts'
import { tables } from './tables.ts'

/** Every check, in the order in which findings are shown: what others depend on comes first. */
const checks: Readonly<Record<string, Check>> = {
  database,
  tables,
  clock,
  'base-url': baseUrl,
  mount,
  'one-click': oneClick,
  smtp,
  spf,
  dkim,
  dmarc,
  mx,
  ptr,
}

/** Examines everything at once; the findings come in the order of the checks. Never rejects. */
export async function examine(setup: Setup): Promise<Finding[]> {
  const all = await Promise.all(
    Object.entries(checks).map(async ([name, check]) =>
      (await check(setup).catch(ended)).map((found) => ({ check: name, ...found })),
    ),
  )
  return all.flat()
}

/** A check that could not be made says nothing of the set-up. */
function ended(error: unknown): Found[] {
  if (error instanceof DnsAway)
    return [warning(error.message, 'Ask again when the network is there, or name another server by --dns.')]
  const text = error instanceof Error ? error.message : String(error)
  return [warning(`This could not be examined: ${text}`, 'Do what it says, and examine again.')]
}
