import type { Selection, SelectionCount } from '../domain/selection.ts'
import { addressKey } from '../kit/address-key.ts'
import { DigestSet } from '../kit/digest-set.ts'
import { fold } from '../kit/fold.ts'
import { shareEventLoop } from '../kit/share-event-loop.ts'
import { selectRecipients } from '../recipients/select.ts'
import { checkSelection } from './check-all-but-people.ts'
import { type CampaignContext, sourcesOf } from './context.ts'

/** Addresses whose suppressions are asked for together. */
const BATCH = 500

/**
 * Counts whom a selection reaches, as planning it would store them, and stores nothing. Reads all of them, in pages.
 * What is kept is a number for each address, because a host's directory, several tenants or contacts that are named
 * beside a segment may bring one twice.
 */
export async function countRecipients(context: CampaignContext, selection: Selection): Promise<SelectionCount> {
  const chosen = { recipients: checkSelection(selection) }
  const { recipients } = await selectRecipients(chosen, sourcesOf(context), '')
  const hash = await context.addressHash()
  const pause = shareEventLoop()
  const met = new DigestSet()
  const companies = new DigestSet()
  let suppressed = 0
  let batch: string[] = []
  for await (const { email, company } of recipients) {
    if (met.add(addressKey(email))) {
      batch.push(email)
      if (company !== null && company !== '') companies.add(fold(company))
    }
    if (batch.length === BATCH) await countBatch()
    await pause()
  }
  await countBatch()
  return { total: met.size, suppressed, companies: companies.size }

  async function countBatch(): Promise<void> {
    const held = await context.store.suppressions.held(context.owner ?? null, batch, null, batch.map(hash))
    suppressed += held.size
    batch = []
  }
}
