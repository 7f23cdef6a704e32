import type { RecipientState, Topic } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import { saidIn } from '../../format/said-in.ts'
import type { ContactsWords } from '../../locales/contacts-en.ts'

/** What a person receives, topic by topic: those that have a name, and others that they left. */
export function topicsView(
  { suppressions }: RecipientState,
  topics: readonly Topic[],
  words: ContactsWords,
  format: Format,
  lang: string,
): TemplateResult | typeof nothing {
  const text = words.contacts
  const { reasons } = words.suppressions
  const names = new Map(topics.map(({ key, name }) => [key, saidIn(name, lang)]))
  for (const { topic } of suppressions) if (topic !== null && !names.has(topic)) names.set(topic, topic)
  if (names.size === 0) return nothing
  return html`<h4>${text.topics}</h4>
    <ul class="topics">
      ${[...names].map(([key, name]) => {
        const causes = suppressions.find(({ topic }) => topic === key)?.reasons
        return html`<li class="row">
          <bdi class="grow wrap">${name}</bdi>
          <span class="pill ${causes === undefined ? 'ok' : 'warn'}">${causes === undefined ? text.receives : text.left}</span>
          ${causes?.map(({ reason, at }) => html`<span class="small muted">${text.since(reasons[reason], format.dateTime(at))}</span>`)}
        </li>`
      })}
    </ul>`
}
