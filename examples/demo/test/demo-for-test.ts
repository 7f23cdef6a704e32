import { join } from 'node:path'
import type { RouteId } from '@sillage/core/browser'
import { onTestFinished } from 'vitest'
import { freePort } from '../src/free-port.ts'
import { createApiClient } from '../src/once/api-client.ts'
import { deliveredMails } from '../src/once/delivered-mails.ts'
import { type LiveListener, listenLive } from '../src/once/live-listener.ts'
import { type DemoOptions, startDemo } from '../src/start-demo.ts'
import { tempFolder } from './temp-folder.ts'

interface Call {
  params?: Record<string, string>
  body?: unknown
  headers?: Record<string, string>
}

/** The whole demo in a folder and on ports of its own, stopped with the test; used over HTTP like by anybody else. */
export async function demoForTest(options: Partial<DemoOptions> = {}) {
  const folder = await tempFolder()
  const demo = await startDemo({ port: await freePort(), database: join(folder, 'demo.sqlite'), ...options })
  onTestFinished(() => demo.stop())
  const api = createApiClient(demo.apiUrl, options.names ?? 'en')

  return {
    demo,
    api,
    /** Any request, whatever its answer; a body that is a string is sent unchanged. */
    async call(method: string, route: RouteId, { params = {}, body, headers }: Call = {}) {
      const path = api.names.paths[route].replace(/:(\w+)/g, (_, name: string) => params[name] ?? '')
      const response = await fetch(demo.apiUrl + path, {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await response.text()
      const json = response.headers.get('content-type')?.includes('json') === true ? JSON.parse(text) : undefined
      return { status: response.status, json, headers: response.headers }
    },
    async live(): Promise<LiveListener> {
      const live = await listenLive(api.liveUrl)
      onTestFinished(() => live.close())
      return live
    },
    mails: () => deliveredMails(demo.url, `${demo.apiUrl}/track`),
  }
}
