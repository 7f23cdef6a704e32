import { randomUUID } from 'node:crypto'
import { SillageError } from '../domain/errors.ts'
import { nextTurn } from '../kit/share-event-loop.ts'
import type { LongList } from './json-shape.ts'

/**
 * Parses JSON whose shape was followed: long lists piece by piece, each in a turn of its own, because 16 MB of
 * recipients take a second. The result is that of `JSON.parse`. Throws `invalid_json`.
 */
export async function parseJson(bytes: Uint8Array, longLists: readonly LongList[] = []): Promise<unknown> {
  if (longLists.length === 0) return parse(bytes)
  const lists = new Map<unknown, unknown[]>()
  const rest: Uint8Array[] = []
  let from = 0
  for (const { start, end, cuts } of longLists) {
    // A text that is nowhere else stands for the list until both are parsed.
    const name = randomUUID()
    rest.push(bytes.subarray(from, start), Buffer.from(JSON.stringify(name)))
    from = end + 1
    lists.set(name, await parseList(bytes, [start, ...cuts, end]))
  }
  const outer = parse(Buffer.concat([...rest, bytes.subarray(from)])) as Record<string, unknown>
  putBack(outer, lists)
  for (const inner of Object.values(outer))
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner))
      putBack(inner as Record<string, unknown>, lists)
  return outer
}

function putBack(record: Record<string, unknown>, lists: ReadonlyMap<unknown, unknown[]>): void {
  // A field that is called __proto__ is an own one here, as the parser made it.
  for (const [key, value] of Object.entries(record)) {
    const list = lists.get(value)
    if (list !== undefined) record[key] = list
  }
}

/** `ends` are the places of the brackets and of the commas between the pieces. */
async function parseList(bytes: Uint8Array, ends: readonly number[]): Promise<unknown[]> {
  const entries: unknown[] = []
  for (const [index, end] of ends.slice(1).entries()) {
    await nextTurn()
    const piece = bytes.subarray((ends[index] ?? 0) + 1, end)
    // The brackets that it stands in now would take a last comma for the end of a list.
    const parsed = parse(Buffer.concat([bracket, piece, closing])) as unknown[]
    if (parsed.length === 0) throw notJson()
    for (const entry of parsed) entries.push(entry)
  }
  return entries
}
const bracket = Buffer.from('[')
const closing = Buffer.from(']')

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw notJson(cause)
  }
}

const notJson = (cause?: unknown) =>
  new SillageError('invalid_json', 'The body is not JSON in UTF-8; check its syntax.', { cause })
