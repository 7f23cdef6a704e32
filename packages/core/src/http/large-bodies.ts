import { lengthOf } from './body.ts'
import type { HttpRequest } from './exchange.ts'

/** A body beyond it is large: what a program sends that has thousands of recipients, or the longest mail. */
const LARGE_BYTES = 256 * 1024
/** So much of one is read whose length is not known, before it waits as a large one. */
const UNKNOWN_BYTES = 64 * 1024
/**
 * So many bytes of large bodies are read and worked on at once, or one that is longer: two of 12 MB, hundreds of the
 * smallest. Parsed, a body may take seven times as much memory; all together they would otherwise take as much as
 * clients like.
 */
const BYTES_AT_ONCE = 24 * 1024 * 1024
/** What one whose length is not known counts for: the longest that there may be. */
const UNKNOWN_LENGTH = 16 * 1024 * 1024

/** Lets few large bodies be worked on at a time; the others are not read meanwhile. */
export interface LargeBodies {
  /**
   * The same request, whose body waits where it turns out to be large. A tenant has one place at most. `done` is to be
   * called when the request was answered.
   */
  gate(request: HttpRequest, owner: string | undefined): { request: HttpRequest; done(): void }
}

interface Place {
  owner: string | undefined
  bytes: number
  enter(): void
}

/** One for an installation. */
export function createLargeBodies(): LargeBodies {
  const inside: Place[] = []
  const waiting: Place[] = []

  const isBusy = ({ owner }: Place) => owner !== undefined && inside.some((place) => place.owner === owner)

  /** Lets in who came first, of those whose tenant has no place: a long body is not overtaken by short ones. */
  function admit(): void {
    for (;;) {
      const next = waiting.find((place) => !isBusy(place))
      const bytes = inside.reduce((sum, place) => sum + place.bytes, 0)
      if (next === undefined || (inside.length > 0 && bytes + next.bytes > BYTES_AT_ONCE)) return
      remove(waiting, next)
      inside.push(next)
      next.enter()
    }
  }

  function enter(owner: string | undefined, bytes: number, given: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const place: Place = { owner, bytes, enter: resolve }
      waiting.push(place)
      given.addEventListener(
        'abort',
        () => {
          remove(waiting, place)
          remove(inside, place)
          admit()
        },
        { once: true },
      )
      admit()
    })
  }

  return {
    gate(request, owner) {
      const { body } = request
      if (body === undefined || !('stream' in body)) return { request, done: () => {} }
      // No body is longer than it says: `withinBounds` sees to it.
      const length = lengthOf(request)
      if (length <= LARGE_BYTES) return { request, done: () => {} }
      const answered = new AbortController()
      const [first, bytes] = length > LARGE_BYTES ? [0, length] : [UNKNOWN_BYTES, UNKNOWN_LENGTH]
      const stream = gated(body.stream, first, () => enter(owner, bytes, answered.signal))
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
