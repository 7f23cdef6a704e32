import type { HttpRequest } from './exchange.ts'

/** A body beyond it is large: what a program sends that has thousands of recipients, or the longest mail. */
const LARGE_BYTES = 256 * 1024
/**
 * So many requests with a large body are read and worked on at once. Each may hold 16 MB and several times that when it
 * was parsed; all together they would otherwise take as much memory as clients like.
 */
const AT_ONCE = 2

/** Lets few requests with large bodies be worked on at a time; the others are not read meanwhile. */
export interface LargeBodies {
  /**
   * The same request, whose body waits where it turns out to be large. A tenant has one place at most. `done` is to be
   * called when the request was answered.
   */
  gate(request: HttpRequest, owner: string | undefined): { request: HttpRequest; done(): void }
}

interface Waiting {
  owner: string | undefined
  enter(): void
}

/** One for an installation. */
export function createLargeBodies(): LargeBodies {
  const inside: (string | undefined)[] = []
  const waiting: Waiting[] = []

  const mayEnter = (owner: string | undefined) =>
    inside.length < AT_ONCE && (owner === undefined || !inside.includes(owner))

  function leave(owner: string | undefined): void {
    inside.splice(inside.indexOf(owner), 1)
    const index = waiting.findIndex((next) => mayEnter(next.owner))
    if (index >= 0) waiting.splice(index, 1)[0]?.enter()
  }

  function enter(owner: string | undefined, given: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const next: Waiting = {
        owner,
        enter() {
          inside.push(owner)
          given.addEventListener('abort', () => leave(owner), { once: true })
          resolve()
        },
      }
      if (mayEnter(owner)) next.enter()
      else {
        waiting.push(next)
        given.addEventListener('abort', () => remove(waiting, next), { once: true })
      }
    })
  }

  return {
    gate(request, owner) {
      const { body } = request
      if (body === undefined || !('stream' in body)) return { request, done: () => {} }
      const answered = new AbortController()
      const isDeclared = Number(request.headers['content-length'] ?? 0) > LARGE_BYTES
      const stream = gated(body.stream, isDeclared ? 0 : LARGE_BYTES, () => enter(owner, answered.signal))
      return { request: { ...request, body: { ...body, stream } }, done: () => answered.abort() }
    },
  }
}

/** Waits once, before more than so many bytes are given. */
async function* gated(
  stream: AsyncIterable<Uint8Array>,
  most: number,
  enter: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  let size = 0
  let isInside = most === 0
  if (isInside) await enter()
  for await (const chunk of stream) {
    size += chunk.length
    if (!isInside && size > most) {
      isInside = true
      await enter()
    }
    yield chunk
  }
}

function remove<T>(list: T[], one: T): void {
  const index = list.indexOf(one)
  if (index >= 0) list.splice(index, 1)
}
