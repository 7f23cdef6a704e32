import { topicOf } from '../../recipients/choices.ts'
import { isErasedAddress } from '../../store/rules/erased.ts'
import { agreed } from '../../tracking/consent.ts'
import { type Form, readForm } from '../body.ts'
import type { HttpResult } from '../exchange.ts'
import { messagePage } from '../pages/message-page.ts'
import { preferencesPage, type TopicBox } from '../pages/preferences-page.ts'
import { fill, said } from '../pages/words/index.ts'
import type { Handler, HandlerInput } from '../types.ts'
import { leave, reasonOf, recordLeft } from './unsubscribe.ts'
import { type Found, withSubject } from './with-subject.ts'

/** Shows what this recipient receives and what is measured, with a box for each. */
export const showPreferences: Handler = (input) =>
  withPerson(input, async (found) => page(found, await boxesOf(input, found), consentOf(input, found), false))

/**
 * Stores the boxes, for this address and for all mails already sent to it; a consent is withdrawn as easily as given.
 * The same boxes again store nothing, and more than twenty changes in a minute are answered 429.
 */
export const preferences: Handler = (input) =>
  withPerson(input, async (found) => {
    const { services, request } = input
    const form = await readForm(request, services.clock)
    const before = await boxesOf(input, found)
    const mails = chosenOf(form, before)
    const decided = { opens: form.has('opens'), clicks: form.has('clicks'), readTime: form.has('readTime') }
    // The button that leaves everything says nothing of what may be measured.
    const measured = !form.has('everything') && !services.choices.isRepeated(found, decided, 'preferences')
    if (!mails.changes && !measured) return page(found, before, decided, true)
    // No person changes their mind so often; the page says that this choice is not stored.
    if (services.tracker.exceeds('consent', found.content))
      return messagePage(found.look, found.look.words.unavailable, 429, { 'retry-after': '60' })
    await chooseMails(input, found, form, mails)
    if (!measured) return page(found, await boxesOf(input, found), consentOf(input, found), true)
    const consent = await services.choices.consent(found, decided, 'preferences')
    await services.tracker.record('consent', found.content, services.visit(request), { detail: decided })
    return page(found, await boxesOf(input, found), consent, true)
  })

/** Of an erased person nothing is left to choose for. */
const withPerson = (input: HandlerInput, act: (found: Found) => Promise<HttpResult>): Promise<HttpResult> =>
  withSubject(input, 'preferences', async (found) =>
    isErasedAddress(found.message.email) ? messagePage(found.look, found.look.words.gone, 410) : act(found),
  )

const page = ({ look, sender }: Found, boxes: TopicBox[], consent: ReturnType<typeof consentOf>, saved: boolean) =>
  preferencesPage(look, { sender, boxes, consent, saved })

const consentOf = ({ services }: HandlerInput, { message }: Found) => agreed(message.consent, services.unsetConsent)

/**
 * The topics of this sender in their order, and that of this mail where it is none of them; where there are none at
 * all, one box for everything.
 */
async function boxesOf({ services }: HandlerInput, found: Found): Promise<TopicBox[]> {
  const { words } = found.look
  const topics = (await services.settings.topics(found.campaign.owner)).map(({ key, name, description }) => ({
    topic: key as string | null,
    name: said(name, words.language),
    description: description === undefined ? undefined : said(description, words.language),
  }))
  const own = topicOf(found)
  if (own !== null && !topics.some(({ topic }) => topic === own))
    topics.push({ topic: own, name: own, description: undefined })
  const everything = {
    topic: null,
    name: fill(words.preferences.mails, { sender: found.sender }),
    description: undefined,
  }
  const named = topics.length > 0 ? topics : [everything]
  const received = await services.choices.received(
    found,
    named.map(({ topic }) => topic),
  )
  return named.flatMap((box, at) => {
    const now = received[at]
    return now === undefined ? [] : { ...box, ...now }
  })
}

/** What a form says of the topics that its page showed; others are as they were. */
interface ChosenMails {
  shown: (string | null)[]
  wanted: (string | null)[]
  changes: boolean
}

function chosenOf(form: Form, boxes: readonly TopicBox[]): ChosenMails {
  const among = (name: string) => {
    const values = form.all(name)
    return boxes.filter(({ topic, mayChange }) => mayChange && values.includes(topic ?? ''))
  }
  const [shown, wanted] = [among('shown'), among('topic')]
  const changes = form.has('everything') || shown.some((box) => wanted.includes(box) !== box.on)
  return { shown: shown.map(({ topic }) => topic), wanted: wanted.map(({ topic }) => topic), changes }
}

async function chooseMails(
  input: HandlerInput,
  found: Found,
  form: Form,
  { shown, wanted }: ChosenMails,
): Promise<void> {
  const how = { by: 'page', reason: reasonOf(form) } as const
  if (form.has('everything')) return leave(input, found, { ...how, topic: null })
  for (const topic of await input.services.choices.choose(found, { shown, wanted }))
    await recordLeft(input, found, { ...how, topic })
}
