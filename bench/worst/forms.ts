import type { Host } from './host.ts'
import { type Hostile, pick, type Random, sizeOf } from './kinds.ts'

const parts = [
  'a&',
  'a=b&',
  '&',
  '=',
  '%',
  '%zz',
  '%41',
  '+',
  'opens=on&',
  'opens[]=on&',
  'a[b][c]=d&',
  'é',
  '\u0000',
  '--b\r\n\r\n',
]
const types = ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=b', 'text/plain', '']

/** What anybody may post to a recipient's page. */
export function hostileForm(host: Host, random: Random): Hostile {
  const route = pick(random, ['preferences', 'unsubscribe'] as const)
  const part = pick(random, parts)
  const size = sizeOf(random, 1_000, 4_000_000)
  const type = pick(random, types)
  const body = Buffer.from(part.repeat(Math.ceil(size / part.length)))
  return {
    what: `${route}, ${JSON.stringify(part)} × ${Math.ceil(size / part.length)}, ${type || 'no type'}`,
    give: () => host.post(route, type, body),
  }
}
