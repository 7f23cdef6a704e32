import { fold } from '../kit/fold.ts'
import type { Became } from '../store/port/message-store.ts'
import type { LinkRecord } from '../store/port/records.ts'

/** An earlier campaign, as one part of a segment asks about it. */
export interface PastCampaign {
  /** How many of its messages are what each part asks for: what reading them costs. */
  sizes: Readonly<Record<PastPart, number>>
  /** Its links that are meant. */
  links: readonly Pick<LinkRecord, 'id' | 'unique'>[]
}

/** Campaigns that were found, and which of their links are meant. */
export interface FoundPast {
  campaigns: ReadonlyMap<number, PastCampaign>
  /** Any of these links has to be clicked; undefined: no link in particular. */
  links: ReadonlySet<number> | undefined
}

/** A segment whose earlier campaigns were found. */
export interface FoundSegment extends Partial<Record<PastPart, FoundPast>> {
  q?: string | undefined
  company?: string | undefined
  tag?: string | undefined
  any?: FoundSegment[] | undefined
  not?: FoundSegment | undefined
}

/** A person of the directory, or the recipient of an earlier message. */
export interface Person {
  email: string
  name: string | null
  company: string | null
  tags?: readonly string[]
}

export type PastPart = 'planned' | 'received' | 'opened' | 'clicked' | 'bounced'
const happened: Readonly<Record<PastPart, (message: Became) => boolean>> = {
  planned: () => true,
  received: ({ state }) => state === 'sent',
  opened: ({ opens }) => opens > 0,
  clicked: ({ clicks }) => clicks > 0,
  bounced: ({ bouncedAt }) => bouncedAt !== null,
}
export const pastParts = Object.keys(happened) as PastPart[]

/** True where all parts of the segment hold of a person, given what became of the messages to them; pure. */
export function isIn(segment: FoundSegment, person: Person, became: readonly Became[]): boolean {
  const { q, company, tag, any, not } = segment
  const beginning = fold(q ?? '')
  return (
    [person.email, person.name, person.company].some((text) => fold(text ?? '').startsWith(beginning)) &&
    (company === undefined || fold(company) === fold(person.company ?? '')) &&
    (tag === undefined || person.tags?.includes(tag) === true) &&
    pastParts.every((part) => {
      const past = segment[part]
      return past === undefined || became.some((message) => holds(part, past, message))
    }) &&
    (any === undefined || any.some((one) => isIn(one, person, became))) &&
    (not === undefined || !isIn(not, person, became))
  )
}

const holds = (part: PastPart, { campaigns, links }: FoundPast, message: Became): boolean =>
  campaigns.has(message.campaignId) &&
  happened[part](message) &&
  (links === undefined || message.links.some((id) => links.has(id)))

/** A list of messages: all of one campaign, those that have a status, or those whose recipient clicked a link. */
export interface SourceList {
  campaignId: number
  status: 'opened' | 'clicked' | 'bounced' | undefined
  link: number | undefined
}

/** True of what the list has. */
export const listHas = ({ campaignId, status, link }: SourceList, message: Became): boolean =>
  message.campaignId === campaignId &&
  (status === undefined || happened[status](message)) &&
  (link === undefined || message.links.includes(link))

/** Lists that have everybody of a segment between them, and how many messages those have. */
interface Cover {
  lists: SourceList[]
  size: number
}

/**
 * Where the people of a segment are found: the shortest lists of earlier messages that have all of them, the oldest
 * campaign first; undefined: the directory.
 */
export function sourceOf(where: FoundSegment): SourceList[] | undefined {
  const cover = asksDirectory(where) ? undefined : coverOf(where)
  if (cover === undefined) return undefined
  const once = new Map(cover.lists.map((list) => [JSON.stringify(list), list]))
  return [...once.values()].sort((a, b) => a.campaignId - b.campaignId)
}

function coverOf(where: FoundSegment): Cover | undefined {
  const covers = pastParts.flatMap((part) => {
    const past = where[part]
    return past === undefined ? [] : [listsOf(part, past)]
  })
  const alternatives = where.any?.map(coverOf)
  if (alternatives?.every((cover) => cover !== undefined))
    covers.push({
      lists: alternatives.flatMap(({ lists }) => lists),
      size: alternatives.reduce((sum, { size }) => sum + size, 0),
    })
  return covers.sort((a, b) => a.size - b.size)[0]
}

function listsOf(part: PastPart, { campaigns, links }: FoundPast): Cover {
  // Those who received it are found among all it was planned for: no index is of theirs alone.
  const status = part === 'planned' || part === 'received' ? undefined : part
  const lists: SourceList[] = []
  let size = 0
  for (const [campaignId, { sizes, links: its }] of campaigns) {
    if (links === undefined) {
      lists.push({ campaignId, status, link: undefined })
      size += sizes[part]
    } else {
      for (const { id, unique } of its) {
        lists.push({ campaignId, status: undefined, link: id })
        size += unique
      }
    }
  }
  return { lists, size }
}

const asksDirectory = (where: FoundSegment): boolean =>
  where.company !== undefined || where.tag !== undefined || partsOf(where).some(asksDirectory)

/** Every campaign that a segment asks about, and every link. */
export function askedOf(where: FoundSegment): { campaignIds: number[]; links: number[] } {
  const pasts = pastsOf(where)
  return {
    campaignIds: [...new Set(pasts.flatMap(({ campaigns }) => [...campaigns.keys()]))],
    links: [...new Set(pasts.flatMap(({ links }) => [...(links ?? [])]))],
  }
}

const pastsOf = (where: FoundSegment): FoundPast[] => [
  ...pastParts.flatMap((part) => where[part] ?? []),
  ...partsOf(where).flatMap(pastsOf),
]

const partsOf = ({ any = [], not }: FoundSegment): FoundSegment[] => (not === undefined ? any : [...any, not])
