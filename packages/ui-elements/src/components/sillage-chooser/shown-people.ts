import type { Contact, MessageItem, MessageQuery, Page, PageQuery, Segment, SegmentPerson } from '@sillage/core/browser'
import { apiOf } from '../../client/api.ts'
import type { ApiClient } from '../../client/api-client.ts'
import { addressKeyOf } from '../sillage-recipients/address-key-of.ts'
import { listHas } from '../sillage-recipients/read-list.ts'
import {
  isWhole,
  type PersonList,
  type RecipientChoice,
  type Rule,
  sameRule,
  segmentOf,
} from '../sillage-recipients/recipient-choice.ts'

/** Somebody in a list that is shown, to be ticked. */
export interface ShownPerson {
  /** Of the row. */
  id: string
  contactId: string | undefined
  email: string
  name: string | null
  company: string | null
  /** Undefined where they are not known. */
  tags: readonly string[] | undefined
}

type ReadPeople = (client: ApiClient, page: PageQuery, signal: AbortSignal) => Promise<Page<ShownPerson>>

/** Reads a page of the people of a rule; undefined where the rule lacks a part. */
export function peopleOf(rule: Rule, links: readonly { id: string; url: string }[]): ReadPeople | undefined {
  if (!isWhole(rule)) return undefined
  const { q, company, tag, did, campaignId, url } = rule
  if (did === '')
    return async (client, page, signal) => {
      const { items, ...rest } = await client.listContacts({ ...page, q, company, tag }, signal)
      return { ...rest, items: items.map(ofContact) }
    }
  const status = statusOf[did]
  if (status === undefined || campaignId === '' || company !== '' || tag !== '') return ofSegment(segmentOf(rule))
  const link = url === '' ? undefined : links.find((one) => one.url === url)?.id
  const query = { ...status, q, ...(link === undefined ? {} : { link }) }
  return async (client, page, signal) => {
    const { items, next } = await client.listMessages(campaignId, { ...page, ...query }, signal)
    return { next, items: items.map(ofMessage) }
  }
}

/** Of what two questions tell, or several campaigns, a page may have fewer than asked for, or none, and more follow. */
function ofSegment(where: Segment): ReadPeople {
  return async (client, page, signal) => {
    const api = apiOf(client)
    let { cursor } = page
    for (;;) {
      const { items, next } = await api.campaigns.people({ where, ...page, cursor })
      signal.throwIfAborted()
      if (items.length > 0 || next === null) return { next, items: items.map(ofPerson) }
      cursor = next
    }
  }
}

function ofPerson({ contactId, email, name, company }: SegmentPerson): ShownPerson {
  return { id: email, contactId: contactId ?? undefined, email, name, company, tags: undefined }
}

/** How a list of messages is asked for those who did something; not listed are those that two questions tell. */
const statusOf: Partial<Record<Rule['did'], Pick<MessageQuery, 'status'>>> = {
  planned: {},
  opened: { status: 'opened' },
  unopened: { status: 'sent' },
  clicked: { status: 'clicked' },
  bounced: { status: 'bounced' },
}

function ofContact({ id, email, name, company, tags }: Contact): ShownPerson {
  return { id, contactId: id, email, name, company, tags }
}

function ofMessage({ id, email, name, company }: MessageItem): ShownPerson {
  return { id, contactId: undefined, email, name, company, tags: undefined }
}

/** Pages of a list that is in the page already. */
export function pageOfList({ people }: PersonList, { cursor, limit = 50 }: PageQuery): Page<ShownPerson> {
  const from = Number(cursor ?? 0)
  const items = people.slice(from, from + limit).map(({ email, name, company }, at) => ({
    id: String(from + at),
    contactId: undefined,
    email,
    name: name ?? null,
    company: company ?? null,
    tags: undefined,
  }))
  return { items, next: from + limit < people.length ? String(from + limit) : null }
}

const folded = (text: string | null): string =>
  (text ?? '').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()

/** Whether a rule has somebody, as far as the page knows; `shown` is the rule whose people are listed. */
function covers(rule: Rule, { email, name, company, tags }: ShownPerson, shown: Rule | undefined): boolean {
  if (shown !== undefined && sameRule(rule, shown)) return true
  if (rule.did !== '' || tags === undefined) return false
  const begins = (part: string | null) => folded(part).startsWith(folded(rule.q))
  return (
    (rule.company === '' || folded(company) === folded(rule.company)) &&
    (rule.tag === '' || tags.includes(rule.tag)) &&
    (rule.q === '' || [email, name, company].some(begins))
  )
}

function isPicked({ picked }: RecipientChoice, { email, contactId }: ShownPerson): boolean {
  const key = addressKeyOf(email)
  return picked.some((one) => (contactId !== undefined && one.id === contactId) || addressKeyOf(one.email) === key)
}

function isIn(choice: RecipientChoice, person: ShownPerson, shown: Rule | undefined): boolean {
  return (
    isPicked(choice, person) ||
    choice.lists.some((list) => listHas(list, person.email)) ||
    choice.rules.some((rule) => covers(rule, person, shown))
  )
}

export function isChosen(choice: RecipientChoice, person: ShownPerson, shown: Rule | undefined): boolean {
  const key = addressKeyOf(person.email)
  return !choice.except.some((email) => addressKeyOf(email) === key) && isIn(choice, person, shown)
}

/** What ticking or unticking somebody makes of a choice. */
export function withTick(
  choice: RecipientChoice,
  person: ShownPerson,
  on: boolean,
  shown: Rule | undefined,
): Partial<RecipientChoice> {
  const { contactId, email, name, company } = person
  const key = addressKeyOf(email)
  const except = choice.except.filter((one) => addressKeyOf(one) !== key)
  if (on) {
    if (isIn(choice, person, shown)) return { except }
    return { except, picked: [...choice.picked, { id: contactId, email, name, company }] }
  }
  const picked = choice.picked.filter((one) => addressKeyOf(one.email) !== key)
  return isIn({ ...choice, picked }, person, shown) ? { picked, except: [...except, email] } : { picked, except }
}
