import { type OwnSource, type UnsubscribeReason, unsubscribeReasons } from '../../domain/recipient.ts'
import { type Received, topicOf } from '../../recipients/choices.ts'
import { emptyForm, type Form, readForm } from '../body.ts'
import type { Look } from '../pages/layout.ts'
import { messagePage } from '../pages/message-page.ts'
import { type Leaving, returnedPage, unsubscribedPage, unsubscribePage } from '../pages/unsubscribe-page.ts'
import { fill, said } from '../pages/words/index.ts'
import type { Handler, HandlerInput } from '../types.ts'
import { baseFor, type Found, type FoundGone, withSubject } from './with-subject.ts'

/** Shows what a POST would do. Scanners that follow every link get this page and change nothing. */
export const showUnsubscribe: Handler = (input) => {
  const { tracker, visit } = input.services
  return withSubject(
    input,
    'unsubscribe',
    async (found) => {
      void tracker.record('view', found.content, visit(input.request), { detail: { page: 'unsubscribe' } })
      return (
        (await leftPage(input, found)) ?? unsubscribePage(found.look, await leavingOf(input, found, topicOf(found)))
      )
    },
    async (gone) => unsubscribePage(gone.look, await goneOf(input, gone)),
  )
}

/**
 * Unsubscribes: the button of the page, and the one-click request of mail programs (RFC 8058), whatever its body is. No
 * redirect, no cookie; repeating it is the same 200. It works after the message is gone too. The page's other button
 * takes back what was said less than an hour ago.
 */
export const unsubscribe: Handler = (input) => {
  const { choices, clock } = input.services
  const by = saidBy(input)
  return withSubject(
    input,
    'unsubscribe',
    async (found) => {
      // Whoever wants to leave does, also by a form that cannot be read.
      const form = by === 'page' ? await readForm(input.request, clock).catch(() => emptyForm) : emptyForm
      if (form.has('undo')) return takeBack(input, found)
      await leave(input, found, { topic: topicOf(found), by, reason: reasonOf(form) })
      return (
        (await leftPage(input, found)) ??
        unsubscribedPage(found.look, await leavingOf(input, found, topicOf(found)), false)
      )
    },
    async (gone) => {
      await choices.unsubscribeGone(gone, by)
      return unsubscribedPage(gone.look, await goneOf(input, gone), false)
    },
  )
}

/** How somebody leaves, and from what (null: everything). */
interface Leave {
  topic: string | null
  by: OwnSource
  reason: UnsubscribeReason | undefined
}

/** Suppresses, and records it with the message where it is news. */
export async function leave({ services, request }: HandlerInput, found: Found, how: Leave): Promise<void> {
  const isNews = await services.choices.unsubscribe(found, how.topic, how.by)
  if (isNews) await recordLeft({ services, request }, found, how)
}

export function recordLeft(
  { services, request }: Pick<HandlerInput, 'services' | 'request'>,
  { content }: Found,
  { by, topic, reason }: Leave,
): Promise<void> {
  const detail = reason === undefined ? { by, topic } : { by, topic, reason }
  return services.tracker.record('unsubscribe', content, services.visit(request), { detail })
}

/** What was said for leaving, where anything was. */
export const reasonOf = (form: Form): UnsubscribeReason | undefined =>
  unsubscribeReasons.find((reason) => reason === form.all('reason')[0])

/** No person changes their mind so often; the page says that this choice is not stored. */
export const tooOften = ({ look }: Found) => messagePage(look, look.words.unavailable, 429, { 'retry-after': '60' })

async function takeBack(input: HandlerInput, found: Found) {
  const { choices, tracker } = input.services
  const { look, sender } = found
  if (tracker.exceeds('consent', found.content)) return tooOften(found)
  const before = await leftOf(input, found)
  await choices.takeBack(found, topicOf(found))
  const left = await leftPage(input, found)
  if (left !== undefined) return left
  const [now] = await choices.received(found, [topicOf(found)])
  if (now?.on)
    return returnedPage(look, await leavingOf(input, found, before === undefined ? topicOf(found) : before.topic))
  const { title, held } = look.words.preferences
  return messagePage(look, { title, text: fill(held, { sender }) })
}

/** What somebody has left: everything, else what this mail is about; undefined for whoever has not. */
async function leftOf({ services }: HandlerInput, found: Found): Promise<Received | undefined> {
  const received = await services.choices.received(found, [null, topicOf(found)])
  return received.find(({ since }) => since !== null)
}

/** The page of somebody who has left; undefined for whoever has not. */
async function leftPage(input: HandlerInput, found: Found) {
  const left = await leftOf(input, found)
  return left && unsubscribedPage(found.look, await leavingOf(input, found, left.topic), left.mayChange)
}

async function leavingOf(
  { services }: HandlerInput,
  { sender, message, campaign, look }: Found,
  topic: string | null,
): Promise<Leaving> {
  const name = await nameOf(services, campaign.owner, topic, look)
  const baseUrl = baseFor(services, campaign.owner)
  const choices = baseUrl === undefined ? undefined : services.urls.below(baseUrl).preferences(message.id)
  return { sender, topic: name, choices }
}

async function goneOf({ services }: HandlerInput, { sender, topic, owner, look }: FoundGone): Promise<Leaving> {
  return { sender, topic: await nameOf(services, owner, topic, look), choices: undefined }
}

/** What the page calls a topic; undefined for everything. */
async function nameOf(
  { settings }: HandlerInput['services'],
  owner: string | null,
  key: string | null,
  { words }: Look,
): Promise<string | undefined> {
  if (key === null) return undefined
  const topic = (await settings.topics(owner)).find((one) => one.key === key)
  return topic === undefined ? key : said(topic.name, words.language)
}

const saidBy = ({ request }: HandlerInput): OwnSource =>
  new URLSearchParams(request.query).get('by') === 'page' ? 'page' : 'one-click'
