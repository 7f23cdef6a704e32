import { type Check, kindOf, refuse } from './expect/index.ts'
import { englishNames, frenchNames, type RouteId } from './names.ts'

/** What the URLs in a mail are for. */
type TrackingRoute = 'pixel' | 'click' | 'read' | 'unsubscribe' | 'preferences' | 'view'

/** Paths of the URLs in mails, below the base URL: each ends in `/:token`. */
export type TrackingPaths = Readonly<Record<TrackingRoute, string>>

const pathsOf = ({ pixel, click, read, unsubscribe, preferences, view }: TrackingPaths): TrackingPaths => ({
  pixel,
  click,
  read,
  unsubscribe,
  preferences,
  view,
})

/** The default of `tracking.paths`: `/track/pixel/:token` and the like, under the English and the French names. */
export const originalPaths: TrackingPaths = pathsOf(englishNames.paths)

/**
 * Paths that no public list of filters names, for `tracking.paths`: blockers leave a mail's pictures and its links to
 * choices and to the web page alone. Every mount answers these and the original ones, whatever the option says.
 */
export const neutralPaths: TrackingPaths = {
  pixel: '/m/i/:token',
  click: '/m/l/:token',
  read: '/m/r/:token',
  unsubscribe: '/m/u/:token',
  preferences: '/m/p/:token',
  view: '/m/w/:token',
}

/** Where pictures of the store are, below the base URL: with the original paths, and with the neutral ones. */
const assetPaths = { original: englishNames.paths.asset, neutral: '/m/a/:name' } as const

/** The path of pictures beside these paths of URLs. */
export const assetPathOf = (paths: TrackingPaths = originalPaths): string =>
  paths === neutralPaths ? assetPaths.neutral : assetPaths.original

/** Every set that mails may have been sent with. */
const allPaths: readonly TrackingPaths[] = [originalPaths, pathsOf(frenchNames.paths), neutralPaths]

const routeOf: Partial<Record<RouteId, TrackingRoute>> = {
  pixel: 'pixel',
  click: 'click',
  read: 'read',
  showUnsubscribe: 'unsubscribe',
  unsubscribe: 'unsubscribe',
  showPreferences: 'preferences',
  preferences: 'preferences',
  view: 'view',
}

/** Where mails may lead to this route: none for a route that no mail names. */
export function pathsInMails(id: RouteId): readonly string[] {
  if (id === 'asset') return Object.values(assetPaths)
  const route = routeOf[id]
  return route === undefined ? [] : [...new Set(allPaths.map((paths) => paths[route]))]
}

/** What each URL of a mail begins with, up to its token, below a base URL. */
export const beginningsBelow = (base: string): string[] => [
  ...new Set(allPaths.flatMap((paths) => Object.values(paths).map((path) => base + path.slice(0, -':token'.length)))),
]

/** Checks the option `tracking.paths`: one of the two sets, so that every mount knows the paths of every mail. */
export const trackingPathsOption: Check<TrackingPaths> = (value, path) => {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Partial<TrackingPaths>
  const known = [originalPaths, neutralPaths].find((paths) => {
    const entries = Object.entries(paths)
    return (
      entries.length === Object.keys(given).length &&
      entries.every(([route, one]) => given[route as TrackingRoute] === one)
    )
  })
  return known ?? refuse(path, 'neutralPaths or originalPaths of this library', kindOf(value))
}
