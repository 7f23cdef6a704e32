import { expect, it } from 'vitest'
import { createSillage, memoryStore } from '../src/index.ts'
import type { Store } from '../src/store/index.ts'
import { fakeClock } from '../src/testing/index.ts'

/** A memory store whose housekeeping waits in its first step, and the names of the methods called, in order. */
function told(): { store: Store; calls: string[]; letGo: () => void } {
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>()
  const calls: string[] = []
  const listen = <T extends object>(target: T, prefix = ''): T =>
    new Proxy(target, {
      get(of, name, receiver) {
        const value: unknown = Reflect.get(of, name, receiver)
        const path = prefix + String(name)
        if (typeof value === 'object' && value !== null) return listen(value, `${path}.`)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          calls.push(path)
          const answer = Reflect.apply(value, of, args)
          return path === 'campaigns.sweep' ? held.then(() => answer) : answer
        }
      },
    })
  return { store: listen<Store>(memoryStore()), calls, letGo }
}

it('asks nothing of its store after it was closed, amid the first housekeeping, too', async () => {
  const { store, calls, letGo } = told()
  const clock = fakeClock()
  const logged: unknown[] = []
  const note = (...line: unknown[]) => logged.push(line)
  const sillage = createSillage({
    store,
    clock,
    baseUrl: 'http://localhost/mail',
    from: 'a@example.org',
    logger: { debug: () => undefined, info: note, warn: note, error: note },
  })
  await sillage.migrate()
  await sillage.start({ send: false })
  const closed = sillage.close()
  await clock.settle()
  letGo()
  await closed
  await clock.settle()
  expect(calls).toContain('campaigns.sweep')
  expect(calls.slice(calls.indexOf('close'))).toEqual(['close'])
  expect(logged).toEqual([])
})
