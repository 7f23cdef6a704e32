import type { NewMessage } from '../port/records.ts'
import type { CampaignRow, MessageRow } from './state.ts'

/** What a recipient is the only one of its campaign by; undefined where it may come again. */
function onlyBy({ once }: Pick<NewMessage, 'once'>, emailKey: string): string | undefined {
  if (once === null) return undefined
  return once === undefined ? `address ${emailKey}` : `once ${once}`
}

/** True where the campaign has a message that stands in the way of this one. */
export function isPlanned({ onlyOnes }: CampaignRow, recipient: NewMessage, emailKey: string): boolean {
  const by = onlyBy(recipient, emailKey)
  return by !== undefined && onlyOnes.has(by)
}

/** Finds the message by its address from now on. */
export function addAddress(row: MessageRow): void {
  const { campaign, once } = row
  const { email } = row.folded
  campaign.byEmail.set(email, [...(campaign.byEmail.get(email) ?? []), row])
  const by = onlyBy({ once }, email)
  if (by !== undefined) campaign.onlyOnes.add(by)
}

/** Finds it so no longer. */
export function removeAddress(row: MessageRow): void {
  const { campaign, once } = row
  const { email } = row.folded
  const others = (campaign.byEmail.get(email) ?? []).filter((other) => other !== row)
  if (others.length === 0) campaign.byEmail.delete(email)
  else campaign.byEmail.set(email, others)
  const by = onlyBy({ once }, email)
  if (by !== undefined) campaign.onlyOnes.delete(by)
}
