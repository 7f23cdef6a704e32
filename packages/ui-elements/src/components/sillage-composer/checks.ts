import type { CheckInput, Finding } from '@sillage/core/browser'
import { apiOf } from '../../client/api.ts'
import type { ApiClient } from '../../client/api-client.ts'
import { createLatest } from '../../client/latest.ts'
import { createDebounce } from '../../client/throttle.ts'
import { isNobody, selectionOf } from '../sillage-recipients/recipient-choice.ts'
import { defined } from './defined.ts'
import { type Draft, previewOf } from './draft.ts'
import type { Sample } from './people.ts'

/** So many people of lists are sent along to see what their data lacks; the server reads no more than 10,000. */
const MOST_GIVEN = 1_000

/** Asks the server what is wrong with a draft, or could be better, once nothing was changed for a while. */
export function createChecks(
  client: () => ApiClient | undefined,
  found: (findings: readonly Finding[] | undefined) => void,
) {
  const latest = createLatest()
  let asked = ''
  let input: CheckInput | undefined
  const soon = createDebounce(() => void load(), 800)

  async function load(): Promise<void> {
    const api = client()
    if (api === undefined || input === undefined) return
    const checked = input
    try {
      const check = await latest.run(() => apiOf(api).campaigns.check(checked))
      if (check !== undefined) found(check.findings)
    } catch {
      // What keeps it from being checked keeps it from being previewed, which says why.
      found(undefined)
    }
  }

  return {
    ask(draft: Draft, words: Parameters<typeof previewOf>[1], sample: Sample | undefined): void {
      const next = checkOf(draft, words, sample)
      const text = JSON.stringify(next ?? '')
      if (text === asked) return
      asked = text
      input = next
      if (next === undefined) {
        latest.cancel()
        found(undefined)
      }
      soon.request()
    },
    stop(): void {
      latest.cancel()
      soon.cancel()
    },
  }
}

function checkOf(draft: Draft, words: Parameters<typeof previewOf>[1], sample?: Sample): CheckInput | undefined {
  const preview = previewOf(draft, words)
  if (preview === undefined) return undefined
  const { from, replyTo, attachments } = draft.carried.input
  const { recipients } = draft
  const given = recipients.lists.reduce((sum, { people }) => sum + people.length, 0)
  const people =
    recipients.own !== undefined
      ? { campaignId: recipients.own.campaignId }
      : isNobody(recipients) || given > MOST_GIVEN
        ? {}
        : { recipients: selectionOf(recipients) }
  // What one of them lacks is found among all of them; without them it is that of the person in the preview.
  const { contactId, data } = Object.keys(people).length === 0 ? (sample ?? {}) : {}
  return { ...preview, ...defined({ from, replyTo, attachments, contactId, data }), ...people }
}
