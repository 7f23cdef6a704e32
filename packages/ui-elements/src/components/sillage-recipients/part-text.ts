import type { SelectionCount } from '@sillage/core/browser'
import type { Format } from '../../format/format.ts'
import type { WritingWords } from '../../locales/writing-en.ts'
import type { RecipientChoice, Rule } from './recipient-choice.ts'

/** A rule in words, such as `Atelier du Port · opened “Spring”`. */
export function ruleText(
  { q, company, tag, did, campaignId, campaignName, last, url }: Rule,
  words: WritingWords,
): string {
  const text = words.recipients
  const campaign = campaignId === '' ? text.lastCampaigns(last) : text.campaign(campaignName)
  const past = did === '' ? '' : text.did[did](campaign)
  const parts = [company, tag, q, past, did === 'clicked' ? url : ''].filter((part) => part !== '')
  return parts.length === 0 ? text.everybody : parts.join(' · ')
}

/** The parts of a choice in words, without the addresses that are left out. */
export function choiceTexts(
  { rules, lists, picked, own }: RecipientChoice,
  words: WritingWords,
  format: Format,
): string[] {
  const text = words.recipients
  const people = (name: string, count: number) => text.listOf(name, format.number(count))
  return [
    ...(own === undefined ? [] : [text.own]),
    ...rules.map((rule) => ruleText(rule, words)),
    ...lists
      .filter((list) => list.people.length > 0)
      .map((list) => people(list.name || text.typed, list.people.length)),
    ...(picked.length === 0 ? [] : [text.picked(format.number(picked.length))]),
  ]
}

/** Whom a selection reaches, as `640 contacts of 81 companies`. */
export function reachText(
  { total, suppressed, companies }: SelectionCount,
  words: WritingWords,
  format: Format,
): string {
  const count = total - suppressed
  const people = words.recipients.reach(format.number(count), count)
  return companies < 2 ? people : words.recipients.ofCompanies(people, format.number(companies))
}
