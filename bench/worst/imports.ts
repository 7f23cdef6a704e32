import type { Host } from './host.ts'
import { type Hostile, pick, type Random, sizeOf } from './kinds.ts'

const heads = [
  'email',
  'email,name,tags',
  'email;consent date',
  `email${',c'.repeat(499)}`,
  `email${',"c"'.repeat(499)}`,
  '"email',
]
const rows = [
  'a@b.example\n',
  'a@b.example,x,y\n',
  'nobody\n',
  ',\n',
  '\n',
  '\r',
  '"',
  '""',
  '"a"',
  ' ',
  ',',
  ',x',
  ',"x"',
  'é',
  '\u0000',
  't;',
  'a.',
]

/** What a tenant may import as CSV. */
export function hostileFile(host: Host, random: Random): Hostile {
  const head = pick(random, heads)
  const row = pick(random, rows)
  const count = Math.ceil(sizeOf(random, 1_000, 1_000_000) / row.length)
  const separator = pick(random, ['\n', '\r\n', ','])
  const body = Buffer.from(`${head}${separator}a@b.example,${row.repeat(count)}`)
  return {
    what: `${head.slice(0, 20)}${JSON.stringify(separator)}${JSON.stringify(row)} × ${count}`,
    give: () => host.post('importContacts', 'text/csv', body),
  }
}
