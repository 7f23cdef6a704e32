import { type Checks, checkOptions, func, list, oneOf, record, required, text } from '../../domain/expect/index.ts'
import type { StoreAbility, StoreCase, StoreHarness } from './harness.ts'
import { storeCases } from './store-cases.ts'

/**
 * The `test` of Vitest, Jest or node:test, or anything of that shape: called with a title and a function that rejects
 * when the case fails, and its `skip` for cases that are left out, so that a report names them.
 */
export interface CaseRegistrar {
  (title: string, run: () => Promise<void>): unknown
  skip: (title: string, run: () => Promise<void>) => unknown
}

/**
 * Options of `runStoreCases`. What a store cannot offer is left out by `abilities`, as a whole; single cases by `skip`,
 * each with its exact title and the reason, which the report shows.
 */
export interface StoreCaseOptions {
  /** An empty store for each case. */
  open: () => Promise<StoreHarness>
  /** What the store offers; cases that need more are registered as skipped. Default none. */
  abilities?: readonly StoreAbility[]
  /** Runs only these groups. Default all. */
  groups?: readonly string[]
  /** Cases that are not run, by exact title (`group: name`), each with the reason. */
  skip?: Readonly<Record<string, string>>
}

const checks: Checks<StoreCaseOptions> = {
  open: required(func<StoreCaseOptions['open']>),
  abilities: list(oneOf('callerClock', 'damage')),
  groups: list(text()),
  skip: record(text()),
}

/**
 * The name of a case in a test report and in `skip`: `group: name`, to the letter. Unique among `storeCases`, and the
 * sentence that a store which skips it does not promise.
 */
export const titleOf = ({ group, name }: StoreCase): string => `${group}: ${name}`

/**
 * Registers every conformance case of the Store port with a test runner, each on an empty store of its own.
 * Throws when the selection holds no case, when `skip` names a title that does not exist, or when it gives no reason.
 */
export function runStoreCases(register: CaseRegistrar, options: StoreCaseOptions): void {
  const { abilities = [], groups, skip = {}, open } = checkOptions('runStoreCases', options, checks)
  const chosen = storeCases.filter(({ group }) => groups?.includes(group) ?? true)
  if (chosen.length === 0) throw new Error(`No store case is in the groups ${JSON.stringify(groups)}.`)
  checkSkips(skip)
  for (const one of chosen) {
    const title = titleOf(one)
    const missing = one.needs?.filter((need) => !abilities.includes(need)) ?? []
    const run = () => runCase(one, open)
    if (Object.hasOwn(skip, title)) register.skip(`${title} (skipped: ${skip[title]})`, run)
    else if (missing.length > 0) register.skip(`${title} (the store does not offer ${missing.join(', ')})`, run)
    else register(title, run)
  }
}

function checkSkips(skip: Readonly<Record<string, string>>): void {
  const titles = new Set(storeCases.map(titleOf))
  for (const [title, reason] of Object.entries(skip)) {
    if (!titles.has(title)) throw new Error(`skip names "${title}", and there is no such case: use the exact title.`)
    if (reason.trim() === '') throw new Error(`skip gives no reason for "${title}": say why the store cannot keep it.`)
  }
}

async function runCase(one: StoreCase, open: () => Promise<StoreHarness>): Promise<void> {
  const harness = await open()
  try {
    await one.run(harness)
  } finally {
    await harness.close?.()
  }
}
