import { type UnsubscribeReason, unsubscribeReasons } from '../../domain/recipient.ts'
import { type SaidBy, topicOf } from '../../recipients/choices.ts'
import { emptyForm, type Form, readForm } from '../body.ts'
import { messagePage } from '../pages/message-page.ts'
import { type Leaving, returnedPage, unsubscribedPage, unsubscribePage } from '../pages/unsubscribe-page.ts'
import { said } from '../pages/words/index.ts'
import type { Handler, HandlerInput } from '../types.ts'
import { type Found, type FoundGone, withSubject } from './with-subject.ts'

/** Shows what a POST would do. Scanners that follow every link get this page and change nothing. */
export const showUnsubscribe: Handler = (input) => {
  const { tracker, visit } = input.services
  return withSubject(
    input,
    'unsubscribe',
    async (found) => {
      void tracker.record('view', found.content, visit(input.request), { detail: { page: 'unsubscribe' } })
      return (await leftPage(input, found)) ?? unsubscribePage(found.look, await leavingOf(input, found))
    },
    async (gone) => unsubscribePage(gone.look, goneOf(gone)),
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
      return (await leftPage(input, found)) ?? unsubscribedPage(found.look, await leavingOf(input, found), false)
    },
    async (gone) => {
      await choices.unsubscribeGone(gone, by)
      return unsubscribedPage(gone.look, goneOf(gone), false)
    },
  )
}

/** How somebody leaves, and from what (null: everything). */
interface Leave {
  topic: string | null
  by: SaidBy
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

async function takeBack(input: HandlerInput, found: Found) {
  const { choices, tracker } = input.services
  if (tracker.exceeds('consent', found.content))
    return messagePage(found.look, found.look.words.unavailable, 429, { 'retry-after': '60' })
  await choices.takeBack(found, topicOf(found))
  return (await leftPage(input, found)) ?? returnedPage(found.look, await leavingOf(input, found))
}

/** The page of somebody who has left; undefined for whoever has not. */
async function leftPage(input: HandlerInput, found: Found) {
  const [now] = await input.services.choices.received(found, [topicOf(found)])
  if (now === undefined || now.since === null) return undefined
  return unsubscribedPage(found.look, await leavingOf(input, found), now.mayChange)
}

async function leavingOf({ services }: HandlerInput, { sender, message, campaign, look }: Found): Promise<Leaving> {
  const key = campaign.options.topic ?? undefined
  const topic = (await services.settings.topics(campaign.owner)).find((one) => one.key === key)
  return {
    sender,
    topic: topic === undefined ? key : said(topic.name, look.words.language),
    choices: services.urls.preferences(message.id),
  }
}

const goneOf = ({ sender, topic }: FoundGone): Leaving => ({ sender, topic: topic ?? undefined, choices: undefined })

const saidBy = ({ request }: HandlerInput): SaidBy =>
  new URLSearchParams(request.query).get('by') === 'page' ? 'page' : 'one-click'
