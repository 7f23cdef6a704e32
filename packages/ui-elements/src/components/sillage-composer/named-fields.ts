import { fieldName, withFields } from '../../format/with-fields.ts'
import type { WritingWords } from '../../locales/writing-en.ts'
import type { FormState } from './form-parts.ts'

/** A text as its author sees it, with names such as `[Company]` where merge fields stand. */
export interface NamedText {
  shown: string
  /** The text with its tags, of one that was changed as it is shown. */
  tagged(shown: string): string
}

/**
 * Shows the merge fields of a text by their names in the reader's language. What its author wrote in brackets, and a
 * tag whose name stands for another already, stay as they are, so that nothing is lost by showing it.
 */
export function namedText(text: string, { fields, words }: Pick<FormState, 'fields' | 'words'>): NamedText {
  const tags = new Map<string, string>()
  const shown = withFields(text, (field, tag) => {
    const mark = markOf(field, words)
    if (!tags.has(mark) && !text.includes(mark)) tags.set(mark, tag)
    return tags.get(mark) === tag ? mark : tag
  })
  for (const field of fields) {
    const mark = markOf(field, words)
    if (!tags.has(mark) && !text.includes(mark)) tags.set(mark, `{{${field}}}`)
  }
  return {
    shown,
    tagged: (typed) => [...tags].reduce((all, [mark, tag]) => all.replaceAll(mark, () => tag), typed),
  }
}

/** The name of a merge field as it stands in a text. */
export const markOf = (field: string, words: WritingWords): string => `[${fieldName(field, words)}]`

/** A name is one thing: deleting a part of it takes all of it, and nothing is written into it. */
export function keepNamesWhole(event: InputEvent, { fields, words }: Pick<FormState, 'fields' | 'words'>): void {
  const target = event.target as HTMLInputElement | HTMLTextAreaElement
  const { selectionStart: start, selectionEnd: end, value } = target
  if (start === null || end === null) return
  const back = event.inputType.startsWith('deleteContentBackward')
  const on = event.inputType.startsWith('deleteContentForward')
  for (const mark of fields.map((field) => markOf(field, words))) {
    for (let from = value.indexOf(mark); from !== -1; from = value.indexOf(mark, from + mark.length)) {
      const to = from + mark.length
      const inside = (at: number) => at > from && at < to
      const touched = start === end && ((back && start === to) || (on && start === from))
      if (!inside(start) && !inside(end) && !touched) continue
      // Written behind the name; otherwise the name goes with what is deleted or replaced.
      if (start === end && !back && !on) target.setSelectionRange(to, to)
      else target.setSelectionRange(Math.min(from, start), Math.max(to, end))
      return
    }
  }
}
