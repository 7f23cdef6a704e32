import type { Consent } from '../../domain/recipient.ts'
import { topicOf } from '../../recipients/choices.ts'
import type { Tracked } from '../../store/port/records.ts'
import { isErasedAddress } from '../../store/rules/erased.ts'
import { agreed } from '../../tracking/consent.ts'
import { type Form, readForm } from '../body.ts'
import type { HttpResult } from '../exchange.ts'
import { messagePage } from '../pages/message-page.ts'
import { preferencesPage, type TopicBox } from '../pages/preferences-page.ts'
import { fill, said } from '../pages/words/index.ts'
import type { Handler, HandlerInput } from '../types.ts'
import { leave, reasonOf, recordLeft, tooOften } from './unsubscribe.ts'
import { type Found, withSubject } from './with-subject.ts'

/** Shows what this recipient receives and what is measured, with a box for each. */
export const showPreferences: Handler = (input) =>
  withPerson(input, async (found) => page(input, found, { consent: found.message.consent, saved: false }))

/**
 * Stores what was changed on the page, for this address and for all mails already sent to it; a consent is withdrawn as
 * easily as given. The same boxes again store nothing. More than twenty changes in a minute are answered 429, where
 * they ask for more than before: whoever leaves or withdraws always does.
 */
export const preferences: Handler = (input) =>
  withPerson(input, async (found) => {
    const { services, request } = input
    const { choices, tracker } = services
    const form = await readForm(request, services.clock)
    if (form.has('undo')) return comeBack(input, found)
    const mails = chosenOf(form, await boxesOf(input, found))
    const boxes = measuredOf(form)
    const decided = decidedOf(form, boxes)
    const measures = Object.keys(decided).length > 0 && !choices.isRepeated(found, decided, 'preferences')
    if (mails.changes || measures) {
      const isTooOften = tracker.exceeds('consent', found.content)
      const asksMore = mails.returns || (measures && Object.values(decided).includes(true))
      if (isTooOften && asksMore) return tooOften(found)
    }
    if (mails.changes) await chooseMails(input, found, form, mails)
    if (!measures) return page(input, found, { consent: found.message.consent, saved: true })
    const consent = await choices.consent(found, decided, 'preferences')
    await tracker.record('consent', found.content, services.visit(request), { detail: { ...boxes } })
    return page(input, found, { consent, saved: true })
  })

/** Takes back that everything was left. */
async function comeBack(input: HandlerInput, found: Found): Promise<HttpResult> {
  const { choices, tracker } = input.services
  if (tracker.exceeds('consent', found.content)) return tooOften(found)
  await choices.takeBack(found, null)
  return page(input, found, { consent: found.message.consent, saved: true })
}

/** What the form says may be measured. */
const measuredOf = (form: Form): Tracked => ({
  opens: form.has('opens'),
  clicks: form.has('clicks'),
  readTime: form.has('readTime'),
})

/**
 * What was decided of it: the boxes that are not as they were shown, because one that was on beforehand, and is left
 * so, is no consent. A form that does not say what it showed decides all of them; the button that leaves everything,
 * none.
 */
function decidedOf(form: Form, boxes: Tracked): Partial<Tracked> {
  if (form.has('everything')) return {}
  const shown = form.all('was')
  const changed = Object.entries(boxes).filter(([kind, on]) => !shown.includes(`${kind} ${on ? 'on' : 'off'}`))
  return Object.fromEntries(changed)
}

/** Of an erased person nothing is left to choose for. */
const withPerson = (input: HandlerInput, act: (found: Found) => Promise<HttpResult>): Promise<HttpResult> =>
  withSubject(input, 'preferences', async (found) =>
    isErasedAddress(found.message.email) ? messagePage(found.look, found.look.words.gone, 410) : act(found),
  )

async function page(
  input: HandlerInput,
  found: Found,
  { consent, saved }: { consent: Consent | null; saved: boolean },
): Promise<HttpResult> {
  const { choices, unsetConsent } = input.services
  const [everything] = await choices.received(found, [null])
  const boxes = await boxesOf(input, found)
  const { look, sender } = found
  return preferencesPage(look, { sender, boxes, everything, consent: agreed(consent, unsetConsent), saved })
}

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
  /** Whether it asks for a topic that was left. */
  returns: boolean
}

function chosenOf(form: Form, boxes: readonly TopicBox[]): ChosenMails {
  const among = (name: string) => {
    const values = form.all(name)
    return boxes.filter(({ topic, mayChange }) => mayChange && values.includes(topic ?? ''))
  }
  const [shown, wanted] = [among('shown'), among('topic')]
  const returns = !form.has('everything') && shown.some((box) => wanted.includes(box) && !box.on)
  const changes = form.has('everything') || shown.some((box) => wanted.includes(box) !== box.on)
  return { shown: shown.map(({ topic }) => topic), wanted: wanted.map(({ topic }) => topic), changes, returns }
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
