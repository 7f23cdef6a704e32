import type { ErrorCode, RouteId } from '@sillage/core/browser'
import { formatFor } from '../../src/format/format.ts'
import { readingEn } from '../../src/locales/reading-en.ts'
import type { FakeServer } from './fake-server.ts'
import { all, mount, one, settled, until } from './mount.ts'

/** Opens a room on an empty page; `notices` has what it says of what was done. */
export async function openRoom<T extends keyof HTMLElementTagNameMap>(tag: T, server: FakeServer, lang = 'en') {
  const context = server.context()
  const notices: string[] = []
  context.notices.subscribe(({ kind, title, text }) => notices.push(`${kind}: ${title} ${text ?? ''}`.trim()))
  const room = await mount(tag, context, { lang })
  await until(() => room.shadowRoot?.querySelector('*')?.shadowRoot?.querySelector('h1'), 'the room')
  await settled(1)
  return { room, notices }
}

/** What is inside the first element of this name. */
export function inside(tag: string, root?: ParentNode): ShadowRoot {
  const { shadowRoot } = one(tag, root)
  if (shadowRoot === null) throw new Error(`${tag} is not drawn`)
  return shadowRoot
}

/** The open dialog of the first element of this name. */
export function openDialog(tag: string): Promise<HTMLDialogElement> {
  return until(() => all(tag)[0]?.shadowRoot?.querySelector<HTMLDialogElement>('dialog[open]'), `the dialog of ${tag}`)
}

export const isClosed = (tag: string): boolean => inside(tag).querySelector('dialog')?.open === false

/** The texts of all that match, as one reads them. */
export const texts = (selector: string, root?: ParentNode): string[] =>
  all(selector, root).map(({ textContent }) => (textContent ?? '').replaceAll(/\s+/g, ' ').trim())

/** Refuses or loses the requests of a route, until it is called. */
export function spoil(server: FakeServer, route: RouteId, answer: () => Response | Promise<Response>): () => void {
  server.state.intercept = (request) => (request.route === route ? answer() : undefined)
  return () => {
    server.state.intercept = undefined
  }
}

/** Answers a route with an error, until it is called. */
export const fail = (server: FakeServer, route: RouteId, code: ErrorCode = 'store_unavailable'): (() => void) =>
  spoil(server, route, () => server.refuse(code, 'x'))

/** Lets requests of a route wait, until it is called. */
export function hold(server: FakeServer, route: RouteId): () => void {
  let free: (() => void) | undefined
  const wait = new Promise<void>((resolve) => {
    free = resolve
  })
  server.state.intercept = async (request) => {
    if (request.route === route) await wait
    return undefined
  }
  return () => {
    server.state.intercept = undefined
    free?.()
  }
}

/** The question that is open, as it is read. */
export async function asked(): Promise<string[]> {
  const dialog = await until(() => all<HTMLDialogElement>('dialog.narrow[open][aria-describedby]')[0], 'a question')
  return texts('h2, p, button', dialog)
}

/** No question is open any more. */
export const noQuestion = () => until(() => all('dialog.narrow[open]').length === 0, 'no question')

/** What a person reads of `busy`. */
export const busy = 'The server has too much to do at the moment. Try again shortly.'

/** A request as method, path and what it says. */
export const sentTo = (server: FakeServer, ...routes: RouteId[]): [string, string, unknown][] =>
  server.state.requests
    .filter(({ route }) => route !== undefined && routes.includes(route))
    .map(({ method, url, body }) => [method, url.pathname.replace(/^\/sillage\/api/, ''), body])

/** Ticks a box, or takes its tick back, as a press does. */
export function tick(box: HTMLInputElement, on: boolean): void {
  box.checked = on
  box.dispatchEvent(new Event('change'))
}

/** A moment as an English page shows it. */
export const shownAt = (at: string): string => formatFor('en', readingEn.common.units).dateTime(at)
