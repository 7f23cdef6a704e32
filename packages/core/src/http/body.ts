import { pictureLimits } from '../domain/asset.ts'
import type { Clock } from '../domain/clock.ts'
import { SillageError } from '../domain/errors.ts'
import { within } from '../domain/within.ts'
import { shareEventLoop } from '../kit/share-event-loop.ts'
import type { HttpRequest } from './exchange.ts'
import { createJsonShape } from './json-shape.ts'
import { parseJson } from './parse-json.ts'
import type { Route } from './types.ts'

const MB = 1024 * 1024
/**
 * How long a body of a management route may be, by what it holds: people or a selection of them, a text, or the fields
 * of something small.
 */
const bodyBytes = { people: 16 * MB, selection: 16 * MB, content: 4 * MB, fields: MB / 4 } as const

/** The same where it may hold files, which JSON has in base64, and how much of that is parsed at once. */
export function bodyBounds(holds: Route['bodyHolds'], fileBytes: number): { most: number; atOnce: number } {
  if (holds === 'file') return { most: fileBytes, atOnce: 0 }
  if (holds === 'picture') return { most: pictureLimits.bytes, atOnce: 0 }
  const files = holds === 'mail' || holds === 'people' ? Math.ceil(fileBytes / 3) * 4 : 0
  return { most: bodyBytes[holds === 'mail' ? 'content' : holds] + files, atOnce: bodyBytes.content + files }
}

/** A form that a recipient posts arrives at once. With the most topics and the longest keys it has some 180 KB. */
const MAX_FORM_BYTES = bodyBytes.fields
const MAX_FORM_MS = 10_000
/** Of one field: more than a page has boxes. */
const MAX_VALUES = 100
const PIECE_BYTES = 64 * 1024

/**
 * The JSON body as what a service takes. Its type is not checked yet: each service checks all that it is given
 * (`domain/input`), because programs call it without HTTP. Throws what `readJson` throws.
 */
export async function readInput<T>(request: HttpRequest): Promise<T> {
  return (await readJson(request)) as T
}

/** The JSON body, whether or not the host's parser was there first. Throws `invalid_json`, `body_too_large`. */
export async function readJson(request: HttpRequest): Promise<unknown> {
  if (request.body === undefined) return undefined
  const { body } = request
  if ('parsed' in body && typeof body.parsed !== 'string' && !(body.parsed instanceof Uint8Array)) return body.parsed
  // What a management route reads is within its own bounds already.
  const atOnce = 'stream' in body ? body.atOnce : undefined
  const shape = createJsonShape(atOnce)
  const stream = bodyStream(request, atOnce === undefined ? undefined : Number.POSITIVE_INFINITY)
  const bytes = await collect(stream, shape.add)
  return bytes.length === 0 ? undefined : parseJson(bytes, shape.longLists)
}

/** The length that a body has by its own header; `NaN` where that is not told. */
export const lengthOf = ({ headers }: HttpRequest): number => Number(headers['content-length'] ?? Number.NaN)

/**
 * The request, whose body is read within bounds; rejects with `body_too_large` beyond them. What the host's parser read
 * is as long as the host allows.
 */
export function withinBounds(request: HttpRequest, { most, atOnce }: { most: number; atOnce: number }): HttpRequest {
  const { body } = request
  if (body === undefined || 'parsed' in body) return request
  const length = lengthOf(request)
  // It takes part in the share of memory by the length that it names.
  return { ...request, body: { stream: bodyStream(request, length < most ? length : most), atOnce } }
}

/**
 * The bytes of a body, of at most so many, or the first ones of a longer one. Where the host's parser made an object of
 * them they are written again, and are not `exact`: a signature would not fit. Throws `body_too_large`,
 * `unsupported_media_type`.
 */
export async function readBytes(
  request: HttpRequest,
  { most = Number.POSITIVE_INFINITY, first }: { most?: number; first?: number },
): Promise<{ bytes: Uint8Array; exact: boolean }> {
  const { body } = request
  if (body !== undefined && 'parsed' in body && isRecord(body.parsed))
    return { bytes: Buffer.from(writtenAgain(request, body.parsed)), exact: false }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of bodyStream(request, most)) {
    chunks.push(chunk)
    size += chunk.length
    if (first !== undefined && size >= first) break
  }
  return { bytes: Buffer.concat(chunks).subarray(0, first), exact: true }
}

function writtenAgain({ headers }: HttpRequest, parsed: unknown): string {
  if (!/urlencoded/i.test(headers['content-type'] ?? '')) return JSON.stringify(parsed)
  const fields = Object.entries(parsed as object).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, String(one)]),
  )
  return new URLSearchParams(fields).toString()
}

const tooSlow = () =>
  new SillageError('request_timeout', `Expected the whole form within ${MAX_FORM_MS / 1000} seconds; send it again.`)

function tooLarge(most: number): SillageError {
  const size = most < MB ? `${Math.floor(most / 1024)} KB` : `${Math.floor((most / MB) * 10) / 10} MB`
  return new SillageError('body_too_large', `Expected a body of at most ${size}.`)
}

async function* limited(stream: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    if (size > most) throw tooLarge(most)
    yield chunk
  }
}

/**
 * The body's bytes as a stream, for files. Throws `body_too_large`, and `unsupported_media_type` where they are
 * compressed.
 */
export function bodyStream(request: HttpRequest, most: number = bodyBytes.people): AsyncIterable<Uint8Array> {
  const { body } = request
  if (body === undefined) return inPieces(new Uint8Array())
  if ('stream' in body) {
    if (!['', 'identity'].includes(request.headers['content-encoding'] ?? ''))
      throw new SillageError('unsupported_media_type', 'Send the body as it is, without Content-Encoding.')
    if (lengthOf(request) > most) throw tooLarge(most)
    return limited(body.stream, most)
  }
  if (typeof body.parsed === 'string') return limited(inPieces(Buffer.from(body.parsed)), most)
  if (body.parsed instanceof Uint8Array) return limited(inPieces(body.parsed), most)
  throw new SillageError('invalid_field', 'The body was parsed before it came here; expected text or bytes.')
}

/** As a socket gives them: whoever follows them byte by byte does it over many turns of the event loop. */
async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const pause = shareEventLoop()
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    await pause()
    yield bytes.subarray(at, at + PIECE_BYTES)
  }
}

/** A form that a recipient posted. */
export interface Form {
  has(name: string): boolean
  /** All values of a field, in their order; of a long list the first. */
  all(name: string): string[]
}

/** What is posted without any field. */
export const emptyForm: Form = { has: () => false, all: () => [] }

/**
 * The fields of an urlencoded form; another kind of body has none. Anybody can post a form, so one is at most 256 KB
 * and is complete within ten seconds. Throws `body_too_large`, `request_timeout`.
 */
export async function readForm(request: HttpRequest, clock: Clock): Promise<Form> {
  const { body } = request
  if (body === undefined) return emptyForm
  // What the host's parser made of it may be of any size: fields are read by name, without a loop over them.
  if ('parsed' in body && isRecord(body.parsed)) return formOf((name) => ownField(body.parsed, name))
  const bytes = await within(MAX_FORM_MS, collect(bodyStream(request, MAX_FORM_BYTES)), clock, tooSlow)
  if (!/urlencoded/i.test(request.headers['content-type'] ?? '')) return emptyForm
  const fields = new URLSearchParams(bytes.toString('utf8'))
  return formOf((name) => fields.getAll(name))
}

/** A field that came several times is a list to most parsers. */
function formOf(field: (name: string) => unknown): Form {
  const all = (name: string): string[] => {
    const value = field(name)
    const values: unknown[] = Array.isArray(value) ? value.slice(0, MAX_VALUES) : [value]
    return values.filter((one): one is string => typeof one === 'string')
  }
  return { all, has: (name) => all(name).length > 0 }
}

const isRecord = (value: unknown) => typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
const ownField = (record: unknown, name: string) => Object.getOwnPropertyDescriptor(record, name)?.value

async function collect(stream: AsyncIterable<Uint8Array>, check?: (chunk: Uint8Array) => void): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) {
    check?.(chunk)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
