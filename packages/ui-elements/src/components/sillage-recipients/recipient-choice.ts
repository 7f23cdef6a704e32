import type { MessageStatus, RecipientSelection } from '@sillage/core/browser'
import { parseAddresses } from './parse-addresses.ts'

/** Who is to receive a campaign, as the person who writes it is choosing. Plain data, so that a draft can keep it. */
export interface RecipientChoice {
  mode: 'directory' | 'paste' | 'earlier'
  q: string
  company: string
  tag: string
  /** Everyone who matches `q`, `company` and `tag`, rather than the contacts chosen one by one. */
  all: boolean
  /** How many matched when `all` was chosen. */
  matching: number
  contactIds: string[]
  pasted: string
  /** The earlier campaign whose recipients are meant. */
  campaignId: string
  campaignName: string
  campaignTotal: number
  status: MessageStatus | ''
}

export const noChoice: RecipientChoice = {
  mode: 'directory',
  q: '',
  company: '',
  tag: '',
  all: false,
  matching: 0,
  contactIds: [],
  pasted: '',
  campaignId: '',
  campaignName: '',
  campaignTotal: 0,
  status: '',
}

/** How many will receive it; undefined when only the server can know. */
export function chosenCount(choice: RecipientChoice): number | undefined {
  if (choice.mode === 'paste') return parseAddresses(choice.pasted).recipients.length
  if (choice.mode === 'directory') return choice.all ? choice.matching : choice.contactIds.length
  if (choice.campaignId === '') return 0
  return choice.status === '' ? choice.campaignTotal : undefined
}

/** The choice as the API takes it. */
export function selectionOf(choice: RecipientChoice): RecipientSelection {
  if (choice.mode === 'paste') return { list: parseAddresses(choice.pasted).recipients }
  if (choice.mode === 'earlier') {
    return { filter: { campaignId: choice.campaignId, ...(choice.status === '' ? {} : { status: choice.status }) } }
  }
  if (!choice.all) return { contactIds: choice.contactIds }
  return {
    filter: {
      ...(choice.q === '' ? {} : { q: choice.q }),
      ...(choice.company === '' ? {} : { company: choice.company }),
      ...(choice.tag === '' ? {} : { tag: choice.tag }),
    },
  }
}
