import { expect, test } from 'vitest'
import { memoryStore } from '../../store/memory/memory-store.ts'
import type { StoreHarness } from './harness.ts'
import { type CaseRegistrar, runStoreCases, titleOf } from './run-store-cases.ts'
import { storeCases } from './store-cases.ts'

/** Records what is registered and what is skipped. */
function recorder() {
  const registered = new Map<string, () => Promise<void>>()
  const skipped: string[] = []
  const register: CaseRegistrar = Object.assign(
    (title: string, run: () => Promise<void>) => registered.set(title, run),
    {
      skip: (title: string) => skipped.push(title),
    },
  )
  return { register, registered, skipped }
}

const open = async (): Promise<StoreHarness> => ({ store: memoryStore(), now: 1_700_000_000_000 })

test('registers every case once, under a title of its own', () => {
  const { register, registered, skipped } = recorder()
  runStoreCases(register, { open, abilities: ['callerClock', 'damage'] })
  expect([...registered.keys()]).toEqual(storeCases.map(titleOf))
  expect(new Set(registered.keys()).size).toBe(storeCases.length)
  expect(skipped).toEqual([])
})

test('a selection that holds no case fails', () => {
  expect(() => runStoreCases(recorder().register, { open, groups: ['campagnes'] })).toThrow(
    'No store case is in the groups ["campagnes"].',
  )
  expect(() => runStoreCases(recorder().register, { open, groups: [] })).toThrow('No store case')
})

test('a case is skipped by its exact title and with a reason only', () => {
  const [first] = storeCases.map(titleOf)
  const { register, registered, skipped } = recorder()
  runStoreCases(register, { open, groups: ['campaigns'], skip: { [String(first)]: 'no keys' } })
  expect(skipped).toEqual([`${first} (skipped: no keys)`])
  expect(registered.has(String(first))).toBe(false)
  expect(() => runStoreCases(register, { open, skip: { 'campaigns: nothing of the kind': 'why' } })).toThrow(
    'there is no such case',
  )
  expect(() => runStoreCases(register, { open, skip: { [String(first)]: ' ' } })).toThrow('gives no reason')
})

test('a case that needs what the store does not offer is shown as skipped', () => {
  const { register, registered, skipped } = recorder()
  runStoreCases(register, { open })
  const needing = storeCases.filter(({ needs = [] }) => needs.length > 0)
  expect(needing.length).toBeGreaterThan(0)
  expect(skipped).toHaveLength(needing.length)
  expect(registered.size).toBe(storeCases.length - needing.length)
})

test('a case runs on a store of its own, which is closed also when the case fails', async () => {
  const { register, registered } = recorder()
  let closed = 0
  const broken = async (): Promise<StoreHarness> => {
    const harness = await open()
    harness.store.settings.put = async () => {}
    return { ...harness, close: async () => void closed++ }
  }
  runStoreCases(register, { open: broken, groups: ['settings'] })
  const results = await Promise.allSettled([...registered.values()].map((run) => run()))
  const [first, ...others] = results.map(({ status }) => status)
  expect([first, new Set(others)]).toEqual(['rejected', new Set(['fulfilled'])])
  expect(closed).toBe(results.length)
})
