import { SillageError } from '../domain/errors.ts'
import type { MessageStatus } from '../domain/message.ts'
import type { Segment } from '../domain/selection.ts'
import { fold } from '../kit/fold.ts'
import type { MessageRecord } from '../store/port/records.ts'

/** What a segment asks of a person of the directory, or of a message of an earlier campaign. */
export interface Candidate extends Partial<Pick<MessageRecord, 'state' | 'opens' | 'clicks' | 'bouncedAt'>> {
  email: string
  name: string | null
  company: string | null
  tags?: readonly string[]
}

type PastPart = 'planned' | 'received' | 'opened' | 'clicked' | 'bounced'
const happened: Readonly<Record<PastPart, (candidate: Candidate) => boolean>> = {
  planned: () => true,
  received: ({ state }) => state === 'sent',
  opened: ({ opens = 0 }) => opens > 0,
  clicked: ({ clicks = 0 }) => clicks > 0,
  bounced: ({ bouncedAt = null }) => bouncedAt !== null,
}
const pastParts = Object.keys(happened) as PastPart[]

/** True where all parts of the segment hold. What became of a campaign is that of the message given; pure. */
export function isIn(segment: Segment, candidate: Candidate): boolean {
  const { q, company, tag, any, not } = segment
  const beginning = fold(q ?? '')
  return (
    [candidate.email, candidate.name, candidate.company].some((text) => fold(text ?? '').startsWith(beginning)) &&
    (company === undefined || fold(company) === fold(candidate.company ?? '')) &&
    (tag === undefined || candidate.tags?.includes(tag) === true) &&
    pastParts.every((part) => segment[part] === undefined || happened[part](candidate)) &&
    (any === undefined || any.some((part) => isIn(part, candidate))) &&
    (not === undefined || !isIn(not, candidate))
  )
}

/** The list of an earlier campaign's messages that has all of a segment, and no more than one has to read. */
export interface EarlierSource {
  campaignId: string
  status: MessageStatus | undefined
}

/**
 * Where the people of a segment are found: the messages of the one earlier campaign it names; undefined: the directory.
 * Throws `invalid_field` for what cannot be answered by one of the two.
 */
export function sourceOf(where: Segment, field: string): EarlierSource | undefined {
  const named = new Set(pastsOf(where, field).map(({ campaignId }) => campaignId))
  const [campaignId] = named
  if (campaignId === undefined) return undefined
  if (named.size > 1) refuse(field, 'expected one earlier campaign; make one campaign for each, or take their contacts')
  if (pastParts.every((part) => where[part] === undefined))
    refuse(field, `expected planned, received, opened, clicked or bounced of the campaign beside "any" and "not"`)
  if (asksDirectory(where))
    refuse(field, 'expected company and tag, which are of the directory, or an earlier campaign; give one of the two')
  const status = where.clicked ? 'clicked' : where.opened ? 'opened' : undefined
  return { campaignId, status }
}

function pastsOf(where: Segment, field: string): { campaignId: string; field: string }[] {
  const own = pastParts.flatMap((part) => {
    const past = where[part]
    return past === undefined ? [] : [{ ...past, field: `${field}.${part}.campaignId` }]
  })
  return [...own, ...partsOf(where).flatMap((part) => pastsOf(part, field))]
}

const asksDirectory = (where: Segment): boolean =>
  where.company !== undefined || where.tag !== undefined || partsOf(where).some(asksDirectory)

const partsOf = ({ any = [], not }: Segment): Segment[] => (not === undefined ? any : [...any, not])

function refuse(field: string, expected: string): never {
  throw new SillageError('invalid_field', `${field}: ${expected}.`, { field })
}
