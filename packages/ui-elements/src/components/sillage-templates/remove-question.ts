import type { TemplateItem } from '@sillage/core/browser'
import type { Format } from '../../format/format.ts'
import type { TemplatesWords } from '../../locales/templates-en.ts'
import type { Question } from '../sillage-confirm/sillage-confirm.ts'
import type { TemplateUses } from './template-uses.ts'

const NAMED = 3

/** The question before a template is deleted: what becomes of what was made from it. */
export function removeQuestion(
  { id, name, key }: TemplateItem,
  uses: TemplateUses | undefined,
  words: TemplatesWords,
  format: Format,
): Question {
  const text = words.templates
  const campaigns = uses?.namesOf(id) ?? []
  const rest = campaigns.length - NAMED
  const named = [...campaigns.slice(0, NAMED), ...(rest > 0 ? [text.andMore(format.number(rest))] : [])]
  return {
    title: text.removeTitle(name),
    text: [
      text.removeText,
      ...(campaigns.length === 0 ? [] : [text.removeUsed(format.list(named))]),
      ...(key === null ? [] : [text.removeKey(key)]),
    ],
    confirm: text.removeConfirm,
    keep: words.common.back,
    danger: true,
  }
}
