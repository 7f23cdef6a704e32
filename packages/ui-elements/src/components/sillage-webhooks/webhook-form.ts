import type { EventType, Webhook, WebhookEvents, WebhookInput } from '@sillage/core/browser'

/** A webhook as it is written. */
export interface WebhookForm {
  url: string
  description: string
  everything: boolean
  types: readonly EventType[]
  machines: boolean
}

export const emptyWebhook: WebhookForm = { url: '', description: '', everything: false, types: [], machines: false }

export function formOf({ url, description, events, machines }: Webhook): WebhookForm {
  const types = events.filter((type) => type !== '*')
  return { url, description: description ?? '', everything: types.length < events.length, types, machines }
}

const eventsOf = ({ everything, types }: WebhookForm): WebhookEvents => (everything ? ['*'] : [...types])

/** What makes it. */
export function inputOf(form: WebhookForm): WebhookInput {
  const { url, description, machines } = form
  const about = description.trim()
  return { url: url.trim(), events: eventsOf(form), machines, ...(about === '' ? {} : { description: about }) }
}

/** What changes it; without a description it has none any more. */
export const patchOf = (form: WebhookForm) => ({ ...inputOf(form), description: form.description.trim() || null })

/** Whether the server would take it for an address; whether it may be reached is for the server to say. */
export function isWebhookUrl(url: string): boolean {
  const parsed = URL.parse(url.trim())
  return parsed !== null && /^https?:$/.test(parsed.protocol)
}
