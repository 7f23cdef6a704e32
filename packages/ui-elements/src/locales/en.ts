import { choosingEn } from './choosing-en.ts'
import { contactsEn } from './contacts-en.ts'
import { helpingEn } from './helping-en.ts'
import { pacingEn } from './pacing-en.ts'
import { resultsEn } from './results-en.ts'
import { settingsEn } from './settings-en.ts'
import { templatesEn } from './templates-en.ts'
import { webhooksEn } from './webhooks-en.ts'

/**
 * Every text of the elements in English, and the base of another language:
 * `{ ...en, list: { ...en.list, title: 'Kampagnen' } }`. Plain texts are strings. A text with a name or a figure is a
 * function: figures come formatted as text, and as a number `count` where the plural depends on it.
 */
export const en = {
  ...templatesEn,
  ...pacingEn,
  ...helpingEn,
  ...resultsEn,
  ...choosingEn,
  ...contactsEn,
  ...settingsEn,
  ...webhooksEn,
}

/**
 * What every language must have, group by group; a missing or extra key does not compile. `addLocale` adds one to the
 * elements. Groups named after types of the core (`errors`, `campaign`, `message`, `event`, `verdict`, `warning` …)
 * have a text for each of their values.
 */
export type Locale = typeof en
