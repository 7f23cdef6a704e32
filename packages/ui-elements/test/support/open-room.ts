import type { ErrorCode, RouteId } from '@sillage/core/browser'
import { formatFor } from '../../src/format/format.ts'
import { readingEn } from '../../src/locales/reading-en.ts'
import type { FakeServer } from './fake-server.ts'
import { mount, until } from './mount.ts'

/** Puts a room on an empty page, once its inside is loaded, and keeps what it notifies: `success: Saved Ada`. */
export async function openRoom<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  server: FakeServer,
  attributes: Record<string, string> = {},
): Promise<{ room: HTMLElementTagNameMap[T]; notices: string[] }> {
  const context = server.context()
  const notices: string[] = []
  context.notices.subscribe(({ kind, title, text }) => notices.push(`${kind}: ${title} ${text ?? ''}`.trim()))
  const room = await mount(tag, context, attributes)
  await until(() => room.shadowRoot?.firstElementChild?.shadowRoot, 'the inside of the room')
  return { room, notices }
}

/** Answers a route with an error, until `intercept` is something else. */
export function fail(server: FakeServer, route: RouteId, code: ErrorCode = 'store_unavailable'): void {
  server.state.intercept = (request) => (request.route === route ? server.refuse(code, 'x') : undefined)
}

/** Keeps the answers of a route back, until the function that is returned is called. */
export function hold(server: FakeServer, route: RouteId): () => void {
  const { promise, resolve } = Promise.withResolvers<never>()
  server.state.intercept = (request) => (request.route === route ? promise : undefined)
  return () => {
    server.state.intercept = undefined
    resolve(undefined as never)
  }
}

/** A moment as an English page shows it. */
export const shownAt = (at: string): string => formatFor('en', readingEn.common.units).dateTime(at)
