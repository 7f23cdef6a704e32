import { expect, it } from 'vitest'
import { englishNames, frenchNames, namesOver, type OwnNames } from '../domain/names.ts'
import { mountedRoutes } from './mounted-routes.ts'
import { routes } from './routes/index.ts'

const beforeOf = (names: OwnNames) =>
  new Map(mountedRoutes(routes, namesOver(names)).map(({ id, before }) => [id, before]))

it.each([
  ['English', englishNames],
  ['French', frenchNames],
])('takes all that follows where recipients come with a token, and nowhere else (%s)', (_, names) => {
  const open = Object.entries(Object.fromEntries(beforeOf(names))).filter(([, before]) => before !== undefined)
  expect(Object.fromEntries(open)).toEqual({
    pixel: '/track/pixel/',
    click: '/track/click/',
    read: '/track/read/',
    showUnsubscribe: '/track/unsubscribe/',
    unsubscribe: '/track/unsubscribe/',
    showPreferences: '/track/preferences/',
    preferences: '/track/preferences/',
    view: '/track/view/',
  })
})

it.each([
  ['behind a path of their own', '/c/:token', '/c/'],
  ['below nothing, where it would take every path', '/:token', undefined],
  ['not at the end', '/c/:token/go', undefined],
  ['behind another parameter', '/:shop/c/:token', undefined],
  ['under another name', '/c/:code', undefined],
])('names of a host whose token stands %s', (_, click, before) => {
  expect(beforeOf({ paths: { click } }).get('click')).toBe(before)
})

it('puts a route that stands below another one in front of it, and both behind those that take less', () => {
  const names = { paths: { click: '/t/:token', view: '/t/v/w/:token', pixel: '/t/p/:token' } }
  const order = mountedRoutes(routes, namesOver(names)).map(({ id }) => id)
  const at = (id: string) => order.indexOf(id as never)
  expect([at('view') < at('pixel'), at('pixel') < at('click')]).toEqual([true, true])
  expect(at('uiFile')).toBeLessThan(at('view'))
})
