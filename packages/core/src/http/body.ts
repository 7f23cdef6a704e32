import { SillageError } from '../domain/errors.ts'
import type { HttpRequest } from './exchange.ts'

const MAX_BODY_BYTES = 16 * 1024 * 1024

/** Deeper bodies would exhaust the stack of whoever walks through them. Merge data is the only part of a body that nests freely. */
const MAX_DEPTH = 64

/**
 * The JSON body as what a service takes. Its type is a promise that nobody has kept yet: each service checks all that it is given (`domain/input`), because
 * programs call it without HTTP. Throws what `readJson` throws.
 */
export async function readInput<T>(request: HttpRequest): Promise<T> {
  return (await readJson(request)) as T
}

/** The JSON body, whether or not the host's parser was there first. Throws `invalid_json`, `body_too_large`. */
export async function readJson(request: HttpRequest): Promise<unknown> {
  const value = await readValue(request)
  if (isDeeperThan(MAX_DEPTH, value))
    throw new SillageError('invalid_json', `Expected a body nested at most ${MAX_DEPTH} levels deep.`)
  return value
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  for (const key in value) if (isDeeperThan(levels - 1, value[key as keyof typeof value])) return true
  return false
}

async function readValue(request: HttpRequest): Promise<unknown> {
  if (request.body === undefined) return undefined
  if ('parsed' in request.body) return fromParser(request.body.parsed)
  const bytes = Buffer.concat(await collect(bodyStream(request)))
  return bytes.length === 0 ? undefined : parseJson(bytes)
}

function fromParser(parsed: unknown): unknown {
  if (typeof parsed === 'string') return parseJson(Buffer.from(parsed))
  return parsed instanceof Uint8Array ? parseJson(parsed) : parsed
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new SillageError('invalid_json', 'The body is not JSON in UTF-8; check its syntax.', { cause })
  }
}

function tooLarge(): SillageError {
  return new SillageError('body_too_large', `Expected a body of at most ${MAX_BODY_BYTES / 1024 / 1024} MB.`)
}

async function* limited(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) throw tooLarge()
    yield chunk
  }
}

/** The body's bytes as they come, for files. Throws `body_too_large`, and `unsupported_media_type` where they are compressed. */
export function bodyStream(request: HttpRequest): AsyncIterable<Uint8Array> {
  const { body } = request
  if (body === undefined) return limited(once(new Uint8Array()))
  if ('stream' in body) {
    if (!['', 'identity'].includes(request.headers['content-encoding'] ?? ''))
      throw new SillageError('unsupported_media_type', 'Send the body as it is, without Content-Encoding.')
    if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge()
    return limited(body.stream)
  }
  if (typeof body.parsed === 'string') return limited(once(Buffer.from(body.parsed)))
  if (body.parsed instanceof Uint8Array) return limited(once(body.parsed))
  throw new SillageError('invalid_field', 'The body was parsed before it came here; expected text or bytes.')
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** Fields of an urlencoded form; what is none is no field. Multipart bodies (RFC 8058 allows them) give none, which is enough for one click. */
export async function readForm(request: HttpRequest): Promise<URLSearchParams> {
  const { body } = request
  if (body === undefined) return new URLSearchParams()
  if (
    'parsed' in body &&
    typeof body.parsed === 'object' &&
    body.parsed !== null &&
    !(body.parsed instanceof Uint8Array)
  ) {
    return new URLSearchParams(
      Object.entries(body.parsed).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
    )
  }
  const text = Buffer.concat(await collect(bodyStream(request))).toString('utf8')
  return /urlencoded/i.test(request.headers['content-type'] ?? '') ? new URLSearchParams(text) : new URLSearchParams()
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return chunks
}
