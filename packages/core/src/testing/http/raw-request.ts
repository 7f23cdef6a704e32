import { request } from 'node:http'

/** The answer to a raw request, read to its end. */
export interface RawAnswer {
  status: number
  /** By lower-case name. */
  headers: Readonly<Record<string, string | string[] | undefined>>
  text: string
}

/** What goes with a raw request; a body without its length is sent in chunks. */
export interface RawRequest {
  headers?: Readonly<Record<string, string>>
  body?: string | Uint8Array
}

/**
 * Sends a request to a path below the mount exactly as it is written: `fetch` encodes, shortens and ends paths as it
 * sees fit, and gives each body a type.
 */
export function rawRequest(
  url: string,
  method: string,
  path: string,
  { headers = {}, body }: RawRequest = {},
): Promise<RawAnswer> {
  const { hostname, port, pathname } = new URL(url)
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path: pathname.replace(/\/$/, '') + path, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('latin1'),
        }),
      )
    })
    sent.on('error', reject)
    // At once: else a body that is given to `end` gets its length.
    if (body !== undefined && headers['transfer-encoding'] !== undefined) sent.flushHeaders()
    sent.end(body)
  })
}
