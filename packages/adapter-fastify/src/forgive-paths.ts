import type { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'

const forgiving = new WeakMap<EventEmitter, Set<readonly RegExp[]>>()

/**
 * Fastify answers 400 to a path that it cannot decode, before a plugin is asked: half a percent sequence behind a token
 * would end there. On a path that begins with one of these, such sequences are read as the characters they are made of;
 * every other path stays as it came. Mounts on one server share a listener, which goes before Fastify's own. Returns
 * the function that undoes it.
 */
export function forgivePaths(server: EventEmitter, starts: readonly string[]): () => void {
  const own = starts.map(toPattern)
  const mounts = forgiving.get(server) ?? listen(server)
  mounts.add(own)
  return () => void mounts.delete(own)
}

function listen(server: EventEmitter): Set<readonly RegExp[]> {
  const mounts = new Set<readonly RegExp[]>()
  forgiving.set(server, mounts)
  server.prependListener('request', (request: IncomingMessage) => {
    const { url } = request
    if (!url?.includes('%')) return
    for (const patterns of mounts) if (patterns.some((pattern) => pattern.test(url))) request.url = decodable(url)
  })
  return mounts
}

/** `/:tenant/track/click/` as an expression. */
const toPattern = (path: string): RegExp =>
  new RegExp(`^${path.replace(/[^\w/:-]/g, '\\$&').replace(/:\w+/g, '[^/?#]+')}`)

function decodable(url: string): string {
  const [path = ''] = url.split(/[?#]/, 1)
  const mended = path.replace(/(?:%[0-9a-f]{2})+|%/gi, (run) => (decodes(run) ? run : run.replaceAll('%', '%25')))
  return mended + url.slice(path.length)
}

function decodes(text: string): boolean {
  try {
    return decodeURIComponent(text) !== ''
  } catch {
    return false
  }
}
