import type { RecipientInput, Segment, Selection } from '@sillage/core/browser'
import { parseAddresses } from './parse-addresses.ts'

/** A search of the directory; empty parts do not count. */
export interface ContactFilter {
  q: string
  company: string
  tag: string
}

/** The recipients of a campaign, as its author is choosing them. Plain data, so that a draft can keep it. */
export interface RecipientChoice extends ContactFilter {
  mode: 'directory' | 'paste' | 'earlier'
  /**
   * The search all of whose contacts are chosen, rather than contacts one by one; `q`, `company` and `tag` are the
   * search shown.
   */
  all: ContactFilter | undefined
  /** How many matched when `all` was chosen; null: more than were seen, only the server can know. */
  matching: number | null
  contactIds: string[]
  pasted: string
  /** The earlier campaign whose recipients are meant. */
  campaignId: string
  campaignName: string
  campaignTotal: number
  part: EarlierPart
}

export const noChoice: RecipientChoice = {
  mode: 'directory',
  q: '',
  company: '',
  tag: '',
  all: undefined,
  matching: 0,
  contactIds: [],
  pasted: '',
  campaignId: '',
  campaignName: '',
  campaignTotal: 0,
  part: '',
}

/** How many will receive it; undefined when only the server can know. */
export function chosenCount(choice: RecipientChoice): number | undefined {
  if (choice.mode === 'paste') return parseAddresses(choice.pasted).recipients.length
  if (choice.mode === 'directory')
    return choice.all !== undefined ? (choice.matching ?? undefined) : choice.contactIds.length
  if (choice.campaignId === '') return 0
  return choice.part === '' ? choice.campaignTotal : undefined
}

/** Of an earlier campaign: all, or those who did not open it, opened or clicked. */
export type EarlierPart = '' | 'unopened' | 'opened' | 'clicked'

/** The choice as the API takes it. */
export function selectionOf(choice: RecipientChoice): RecipientInput[] | Selection {
  if (choice.mode === 'paste') return parseAddresses(choice.pasted).recipients
  if (choice.mode === 'earlier') return { where: earlierOf(choice.part, { campaignId: choice.campaignId }) }
  if (choice.all === undefined) return { contactIds: choice.contactIds }
  const { q, company, tag } = choice.all
  return {
    where: { ...(q === '' ? {} : { q }), ...(company === '' ? {} : { company }), ...(tag === '' ? {} : { tag }) },
  }
}

function earlierOf(part: EarlierPart, past: { campaignId: string }): Segment {
  if (part === 'opened') return { opened: past }
  if (part === 'clicked') return { clicked: past }
  if (part === 'unopened') return { received: past, not: { any: [{ opened: past }, { bounced: past }] } }
  return { planned: past }
}
