import type { HttpHeaders, HttpRequest, WholeResult } from './exchange.ts'
import type { UiFile } from './ui.ts'

const FOR_EVER = 'public, max-age=31536000, immutable'

/**
 * A file of the interface as an answer. Under an address with its hash a browser keeps it; under any other it asks each
 * time, and is answered 304 while the file is the same. `vary` names the headers by which the file was chosen.
 */
export function uiAnswer(
  { contentType, body, gzip, hash, headers }: UiFile,
  request: HttpRequest,
  vary: readonly string[] = [],
): WholeResult {
  const named = new URLSearchParams(request.query).get('v') === hash
  const zipped = gzip !== undefined && accepts(request.headers['accept-encoding'], 'gzip')
  // Each encoding is a body of its own.
  const etag = `"${hash}${zipped ? '-gzip' : ''}"`
  const varies = gzip === undefined ? vary : [...vary, 'accept-encoding']
  const kept: HttpHeaders = {
    etag,
    'cache-control': named ? FOR_EVER : 'no-cache',
    'x-content-type-options': 'nosniff',
    ...(varies.length > 0 ? { vary: varies.join(', ') } : {}),
    ...headers,
  }
  if (isAmong(etag, request.headers['if-none-match'])) return { kind: 'empty', status: 304, headers: kept }
  const typed = { ...kept, 'content-type': contentType }
  return zipped
    ? { kind: 'bytes', status: 200, headers: { ...typed, 'content-encoding': 'gzip' }, body: gzip }
    : { kind: 'bytes', status: 200, headers: typed, body }
}

/** Whether a list such as `gzip, br;q=0.5` names an encoding, and not with `q=0`. */
function accepts(list: string | undefined, encoding: string): boolean {
  const asked = (list ?? '').toLowerCase().split(',')
  return asked.some((part) => {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim())
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))
  })
}

function isAmong(etag: string, list: string | undefined): boolean {
  if (list === undefined) return false
  return list.trim() === '*' || list.split(',').some((part) => part.trim().replace(/^W\//, '') === etag)
}
