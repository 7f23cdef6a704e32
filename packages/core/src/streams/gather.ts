import { isSillageError, SillageError } from '../domain/errors.ts'
import { nextTurn } from '../kit/share-event-loop.ts'
import type { NewStreamMessage } from '../store/port/stream-records.ts'
import type { Enqueued, StreamStore } from '../store/port/stream-store.ts'

/** Messages of one commit, and characters of their contents and data: a commit is a short one. */
const MOST = 250
const MOST_CHARACTERS = 1_000_000
/** Beyond so many that wait for their commit, further ones are refused: the store does not keep up. */
const MOST_WAITING = 10_000

/** Stores messages of streams: those that are given while one group is being written are the next group. */
export interface Gatherer {
  /**
   * Resolves once the message is stored; undefined where its stream is gone. Rejects with what the store throws for
   * this message, and with `busy` where too many wait.
   */
  add(message: NewStreamMessage): Promise<Enqueued | undefined>
  /** Resolves when all that were given are stored, or refused. */
  drain(): Promise<void>
}

interface Waiting {
  message: NewStreamMessage
  characters: number
  done(result: Enqueued | undefined): void
  failed(error: unknown): void
}

/** `changed` is called once for each stream that a group gave a message to. */
export function createGatherer(
  streams: Pick<StreamStore, 'enqueue'>,
  now: () => number,
  changed: (streamId: number) => void,
): Gatherer {
  let waiting: Waiting[] = []
  let writing: Promise<void> | undefined

  async function write(): Promise<void> {
    // Calls of one turn of the event loop share the first group.
    await nextTurn()
    while (waiting.length > 0) await commit(take())
    writing = undefined
  }

  function take(): Waiting[] {
    let [size, characters] = [0, 0]
    for (const { characters: own } of waiting) {
      characters += own
      if (size === MOST || (size > 0 && characters > MOST_CHARACTERS)) break
      size++
    }
    const group = waiting.slice(0, size)
    waiting = waiting.slice(size)
    return group
  }

  async function commit(group: readonly Waiting[]): Promise<void> {
    try {
      const stored = await streams.enqueue(
        group.map(({ message }) => message),
        now(),
      )
      for (const [n, { done }] of group.entries()) done(stored[n])
      const given = group.filter((_, n) => stored[n]?.created === true)
      for (const id of new Set(given.map(({ message }) => message.streamId))) changed(id)
    } catch (error) {
      // One of them is at fault, perhaps: the others are stored without it.
      if (group.length > 1 && isOfOne(error)) for (const one of group) await commit([one])
      else for (const { failed } of group) failed(error)
    }
  }

  return {
    add(message) {
      if (waiting.length >= MOST_WAITING)
        return Promise.reject(new SillageError('busy', 'Too many messages wait to be stored; send again shortly.'))
      return new Promise((done, failed) => {
        waiting.push({ message, characters: charactersOf(message), done, failed })
        writing ??= write()
      })
    },
    drain: () => writing ?? Promise.resolve(),
  }
}

/** Not of the store as a whole. */
const isOfOne = (error: unknown): boolean => !isSillageError(error, 'store_unavailable', 'closed', 'not_migrated')

const charactersOf = ({ content, data }: NewStreamMessage): number =>
  (content?.own.html.length ?? 0) + (content?.own.text?.length ?? 0) + JSON.stringify(data).length
