/**
 * What stands before the route's path in a URL: as many segments as the route has are its own. A slash at the end,
 * which some frameworks leave out of account, is none.
 */
export function mountPathOf(url: string, routePath: string): string {
  const segments = segmentsOf(pathOf(url))
  return segments.slice(0, segments.length - segmentsOf(routePath).length + 1).join('/')
}

const segmentsOf = (path: string) => path.replace(/\/$/, '').split('/')

/** The path of a URL as Node or Fetch gives it. */
export const pathOf = (url: string): string => URL.parse(url, 'http://host')?.pathname ?? ''
