import type { Past, RecipientInput, Segment, Selection } from '@sillage/core/browser'
import type { ReadList } from './read-list.ts'

/** A search of the directory; empty parts do not count. */
interface ContactFilter {
  q: string
  company: string
  tag: string
}

/** What became of earlier campaigns; empty: nothing of them is asked about. */
export type Did =
  | ''
  | 'planned'
  | 'unplanned'
  | 'opened'
  | 'unopened'
  | 'clicked'
  | 'unclicked'
  | 'onlyOpened'
  | 'bounced'

/** Everybody of whom all of this holds. */
export interface Rule extends ContactFilter {
  did: Did
  /** The earlier campaign; empty: the newest `last` ones. */
  campaignId: string
  campaignName: string
  last: number
  /** With `clicked`: the link; empty: any. */
  url: string
}

/** Somebody who was ticked alone; without an id, of an earlier campaign. */
interface PickedPerson {
  id?: string | undefined
  email: string
  name: string | null
  company: string | null
}

/** A list of the author's own: typed where `name` is empty, else a file or a long text that was pasted. */
export interface PersonList extends ReadList {
  name: string
  text: string
}

/** The recipients of a campaign, as its author is choosing them: all parts together. Plain data, for drafts. */
export interface RecipientChoice {
  picked: readonly PickedPerson[]
  rules: readonly Rule[]
  lists: readonly PersonList[]
  /** Addresses that were unticked. */
  except: readonly string[]
  /** The recipients that the campaign being changed has, as long as no others were chosen. */
  own: { campaignId: string; total: number } | undefined
}

export const noRule: Rule = {
  q: '',
  company: '',
  tag: '',
  did: '',
  campaignId: '',
  campaignName: '',
  last: 0,
  url: '',
}

export const noChoice: RecipientChoice = { picked: [], rules: [], lists: [], except: [], own: undefined }

/** Whether nobody can be reached, without asking the server. */
export function isNobody({ picked, rules, lists, own }: RecipientChoice): boolean {
  return own === undefined && picked.length + rules.length === 0 && lists.every(({ people }) => people.length === 0)
}

/** The choice as the API takes it. */
export function selectionOf({ picked, rules, lists, except }: RecipientChoice): Selection {
  const people = [...picked.filter(({ id }) => id === undefined).map(personOf), ...lists.flatMap((list) => list.people)]
  const contactIds = picked.flatMap(({ id }) => id ?? [])
  const [first, ...others] = rules.map(segmentOf)
  return {
    ...(contactIds.length === 0 ? {} : { contactIds }),
    ...(people.length === 0 ? {} : { people }),
    ...(first === undefined ? {} : { where: others.length === 0 ? first : { any: [first, ...others] } }),
    ...(except.length === 0 ? {} : { except: [...except] }),
  }
}

function personOf({ email, name, company }: PickedPerson): RecipientInput {
  return { email, ...(name === null ? {} : { name }), ...(company === null ? {} : { company }) }
}

/** A rule as the API takes it. Somebody whom a mail came back from has not left it unopened. */
export function segmentOf({ q, company, tag, did, campaignId, last, url }: Rule): Segment {
  const filter = {
    ...(q === '' ? {} : { q }),
    ...(company === '' ? {} : { company }),
    ...(tag === '' ? {} : { tag }),
  }
  const past: Past = campaignId === '' ? { last } : { campaignId }
  switch (did) {
    case '':
      return filter
    case 'unplanned':
      return { ...filter, not: { planned: past } }
    case 'unopened':
      return { ...filter, received: past, not: { any: [{ opened: past }, { bounced: past }] } }
    case 'unclicked':
      return { ...filter, received: past, not: { any: [{ clicked: past }, { bounced: past }] } }
    case 'onlyOpened':
      return { ...filter, opened: past, not: { clicked: past } }
    case 'clicked':
      return { ...filter, clicked: url === '' ? past : { ...past, url } }
    default:
      return { ...filter, [did]: past }
  }
}

/** Whether two rules ask for the same people. */
export function sameRule(a: Rule, b: Rule): boolean {
  return JSON.stringify(segmentOf(a)) === JSON.stringify(segmentOf(b))
}

/** Whether a rule can be asked for: what somebody did needs a campaign. */
export function isWhole({ did, campaignId, last }: Rule): boolean {
  return did === '' || campaignId !== '' || last > 0
}
