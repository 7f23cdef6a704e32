import fc from 'fast-check'
import { expect } from 'vitest'
import { errorStatus } from '../../../src/index.ts'
import type { FuzzedInstallation } from './installation.ts'
import { type ManageRequest, requestsFor } from './manage-requests.ts'

/**
 * Fixed, so that a failure is there again the next time; fast-check prints it with the path to the smallest request
 * that fails.
 */
export const SEED = 20_261_122

export interface Tally {
  /** How often each status was answered. */
  byStatus: Map<number, number>
  byRoute: Map<string, number>
}

/**
 * Sends `runs` requests, spread over the routes named, and throws at the first answer that is not 2xx or 4xx, or that
 * shows internal details.
 */
export async function checkAnswers(
  installation: FuzzedInstallation,
  runs: number,
  { routes, seed = SEED }: { routes?: readonly string[]; seed?: number } = {},
): Promise<Tally> {
  const { app, document, send, takeErrors } = installation
  const tally: Tally = { byStatus: new Map(), byRoute: new Map() }
  const chosen = app.routes.filter(({ id, access }) => access === 'manage' && (routes?.includes(id) ?? true))
  const request = fc.oneof(...chosen.map((route) => requestsFor(route, document)))
  await fc.assert(
    fc.asyncProperty(request, async (asked) => {
      const { status, body } = await send(asked)
      const errors = takeErrors()
      expect(errors, `${describe(asked)}: ${body}`).toEqual([])
      holdAnswer(asked, status, body)
      tally.byStatus.set(status, (tally.byStatus.get(status) ?? 0) + 1)
      tally.byRoute.set(asked.route.id, (tally.byRoute.get(asked.route.id) ?? 0) + 1)
    }),
    { numRuns: runs, seed, endOnFailure: true },
  )
  return tally
}

export function holdAnswer(asked: ManageRequest, status: number, body: string): void {
  const what = `${describe(asked)}: ${status} ${body.slice(0, 300)}`
  expect((status >= 200 && status < 300) || (status >= 400 && status < 500), what).toBe(true)
  if (status < 400 || asked.method === 'HEAD') return
  const { error } = JSON.parse(body) as { error: { code: string; message: string } }
  expect(Object.keys(errorStatus), what).toContain(error.code)
  expect(error.message, what).not.toMatch(/SQLITE|\bselect\b.*\bfrom\b|\bat .+:\d+:\d+|node_modules/i)
}

const describe = ({ route, method, params, query, body }: ManageRequest) =>
  `${method} ${route.id} ${JSON.stringify(params)} ?${query} ${body === undefined ? '' : Buffer.from(body).toString().slice(0, 300)}`
