import { expect, it } from 'vitest'
import { englishNames, frenchNames, namesOver, type OwnNames } from '../domain/names.ts'
import { mountedRoutes } from './mounted-routes.ts'
import { routes } from './routes/index.ts'

const mountedWith = (names: OwnNames) => mountedRoutes(routes, namesOver(names))
/** What stands before the token of each route, in order. */
function beforesOf(names: OwnNames) {
  const befores: Record<string, (string | undefined)[]> = {}
  for (const { id, before } of mountedWith(names)) befores[id] = [...(befores[id] ?? []), before]
  return befores
}

it.each([
  ['English', englishNames],
  ['French', frenchNames],
])('takes all that follows where recipients come with a token, and nowhere else (%s)', (_, names) => {
  const open = Object.entries(beforesOf(names)).filter(([, befores]) => befores.some((before) => before !== undefined))
  expect(Object.fromEntries(open)).toEqual({
    pixel: ['/track/pixel/', '/m/i/'],
    click: ['/track/click/', '/m/l/'],
    read: ['/track/read/', '/m/r/'],
    showUnsubscribe: ['/track/unsubscribe/', '/m/u/'],
    unsubscribe: ['/track/unsubscribe/', '/m/u/'],
    showPreferences: ['/track/preferences/', '/m/p/'],
    preferences: ['/track/preferences/', '/m/p/'],
    view: ['/track/view/', '/m/w/'],
  })
})

it.each([
  ['behind a path of their own', '/c/:token', '/c/'],
  ['below nothing, where it would take every path', '/:token', undefined],
  ['not at the end', '/c/:token/go', undefined],
  ['behind another parameter', '/:shop/c/:token', undefined],
  ['under another name', '/c/:code', undefined],
])('names of a host whose token stands %s, beside those of mails', (_, click, before) => {
  const befores = beforesOf({ paths: { click } }).click ?? []
  expect(befores).toHaveLength(3)
  expect(new Set(befores)).toEqual(new Set([before, '/track/click/', '/m/l/']))
})

it('has no path twice, and leaves one that a host gave another route to that one', () => {
  const mounted = mountedWith({ paths: { view: '/track/click/:token', click: '/c/:token', pixel: '/m/i/:token' } })
  const keys = mounted.map(({ method, path }) => `${method} ${path}`)
  expect(new Set(keys).size).toBe(keys.length)
  expect(mounted.find(({ path }) => path === '/track/click/:token')?.id).toBe('view')
})

it('puts a route that stands below another one in front of it, and both behind those that take less', () => {
  const names = { paths: { click: '/t/:token', view: '/t/v/w/:token', pixel: '/t/p/:token' } }
  const order = mountedRoutes(routes, namesOver(names)).map(({ id }) => id)
  const at = (id: string) => order.indexOf(id as never)
  expect([at('view') < at('pixel'), at('pixel') < at('click')]).toEqual([true, true])
  expect(at('uiFile')).toBeLessThan(at('view'))
})
