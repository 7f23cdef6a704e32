import { type Checks, checkOptions, required, secretText } from '../../domain/expect/index.ts'
import type { FeedbackEvent } from '../../domain/feedback.ts'
import type { FeedbackSource } from '../../domain/feedback-source.ts'
import { serverWords } from '../../sending/policy/classify-answer.ts'
import { doubtWebhook, webhookKey } from '../proof/standard-webhooks.ts'
import {
  failureOf,
  labelOf,
  listNamedBy,
  type Meaning,
  onOwnList,
  recipientOf,
  refsOf,
  timeOfText,
} from './event-parts.ts'
import { type Fields, headerOf, lineOf, listOf, textOf, within } from './fields.ts'
import { eventsOf, readItems, refused } from './readings.ts'
import { sesFailure } from './ses-labels.ts'

/** Options of `resendFeedback`. */
export interface ResendFeedbackOptions {
  /** The signing secret of the webhook, as Resend shows it: `whsec_…`. */
  secret: string
}

const checks: Checks<ResendFeedbackOptions> = {
  secret: required(secretText('a secret of Standard Webhooks (whsec_…)', (secret) => webhookKey(secret) !== undefined)),
}

/**
 * Resend: its webhooks, signed as Standard Webhooks (svix). They give our own header back, so that none is added. Of
 * several recipients Resend does not say which one is meant. Throws `invalid_option`.
 */
export function resendFeedback(options: ResendFeedbackOptions): FeedbackSource {
  const { secret } = checkOptions('resendFeedback', options, checks)
  const key = webhookKey(secret) as Buffer
  return {
    name: 'resend',
    signsBytes: true,
    async read(request, { clock }) {
      const doubt = doubtWebhook(request, key, clock.now())
      if (doubt !== undefined) return refused(doubt)
      return readItems(request.body, (items) => eventsOf(items, (item) => eventOf(within(item))))
    },
  }
}

const putOff: Meaning = { permanent: false, kind: 'other', suppress: 'no' }

function eventOf({ type, created_at: at, data: given }: Fields): FeedbackEvent | undefined {
  const data = within(given)
  const about = { refs: refsOfMail(data), recipient: onlyOne(data), at: timeOfText(at), label: labelOf(type) }
  switch (type) {
    case 'email.bounced': {
      const bounce = within(data.bounce)
      const label = labelOf(type, bounce.type, bounce.subType)
      return { ...about, label, type: 'bounce', bounce: bounced(bounce) }
    }
    case 'email.suppressed':
      return { ...about, type: 'bounce', bounce: suppressed(textOf(within(data.suppressed).message) ?? about.label) }
    case 'email.complained':
      return { ...about, type: 'complaint' }
    case 'email.delivery_delayed':
      return { ...about, type: 'deferred', deferred: { error: failureOf({}, putOff, about.label).error } }
    case 'email.delivered':
      return { ...about, type: 'delivered' }
    default:
      return undefined
  }
}

const suppressed = (words: string | undefined) => onOwnList(listNamedBy(words), words)

function bounced({ type, subType, message, diagnosticCode }: Fields) {
  const words = textOf(message)
  if (/suppress/i.test(words ?? '')) return suppressed(words)
  const said = textOf(diagnosticCode) ?? textOf(listOf(diagnosticCode)[0])
  // The message is Resend's advice, and is about reputation where the server did not.
  const failure = sesFailure({ type, subType }, { text: said ?? 'unsaid' })
  return said === undefined && words !== undefined
    ? { ...failure, error: { ...failure.error, message: serverWords(words) } }
    : failure
}

function refsOfMail({ headers, tags, message_id: messageId }: Fields) {
  const tag = listOf(tags).find((one) => within(one).name === 'sillage')
  const token = headerOf(headers, 'x-sillage-message') ?? lineOf(within(tags).sillage) ?? within(tag).value
  return refsOf(token, headerOf(headers, 'message-id') ?? messageId)
}

function onlyOne({ to }: Fields): string | undefined {
  const recipients = listOf(to)
  return recipients.length === 1 ? recipientOf(recipients[0]) : undefined
}
