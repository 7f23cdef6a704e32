import type { Selection, SelectionCount } from '@sillage/core/browser'
import { apiOf } from '../../client/api.ts'
import type { ApiClient } from '../../client/api-client.ts'

/** So many people of a list are written into a request in one turn: what is typed meanwhile must not wait. */
const AT_ONCE = 2_000

/** Counts whom a selection reaches. Of people who are given no more is sent than is counted. */
export async function countSelection(
  client: ApiClient,
  { people = [], ...selection }: Selection,
  signal: AbortSignal,
): Promise<SelectionCount> {
  const counted = people.map(({ email, company }) => ({ email, company }))
  if (counted.length <= AT_ONCE) return apiOf(client).campaigns.count({ ...selection, people: counted })
  const parts = [`${JSON.stringify({ ...selection, people: [] }).slice(0, -2)}`]
  for (let from = 0; from < counted.length; from += AT_ONCE) {
    const some = JSON.stringify(counted.slice(from, from + AT_ONCE)).slice(1, -1)
    parts.push(from === 0 ? some : `,${some}`)
    await new Promise((resolve) => setTimeout(resolve))
    signal.throwIfAborted()
  }
  const body = new Blob([...parts, ']}'])
  const headers = { 'content-type': 'application/json' }
  return client.read<SelectionCount>(client.url('countRecipients'), { method: 'POST', headers, body, signal })
}
