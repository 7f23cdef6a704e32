import { expect, it } from 'vitest'
import { englishNames, frenchNames } from '../../domain/names.ts'
import { routes } from './index.ts'

it('has one route for every id', () => {
  expect(routes.map(({ id }) => id).toSorted()).toEqual(Object.keys(englishNames.paths).toSorted())
})

it.each([
  ['English', englishNames],
  ['French', frenchNames],
])('puts fixed segments before parameters in their place (%s)', (_language, { paths }) => {
  for (const [at, later] of routes.entries())
    for (const earlier of routes.slice(0, at).filter(({ method }) => method === later.method))
      expect(hides(paths[earlier.id], paths[later.id]), `${earlier.id} hides ${later.id}`).toBe(false)
})

/** True when every path that the second matches is matched by the first. */
function hides(first: string, second: string): boolean {
  const [a, b] = [first.split('/'), second.split('/')]
  return a.length === b.length && a.every((segment, i) => segment.startsWith(':') || segment === b[i])
}

it('documents each route and each body', () => {
  for (const { id, method, access, summary, body } of routes) {
    expect(summary, id).not.toBe('')
    if (access === 'manage' && method !== 'GET' && method !== 'DELETE') expect(body, id).toBeDefined()
  }
})
