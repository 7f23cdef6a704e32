import type { Edit, Template, TemplateInput, TemplatePatch } from '@sillage/core/browser'
import type { WritingWords } from '../../locales/writing-en.ts'
import { type Draft, emptyDraft, htmlOf, madeAs } from '../sillage-composer/draft.ts'
import { wordsOf } from '../sillage-composer/own-words.ts'

type Words = Pick<WritingWords, 'composer'>

/** A template that is begun. */
export const newTemplate: Draft = { ...emptyDraft, mode: 'own' }

/** A template as the form shows it; what was made of words is those words again. */
export function draftOf(template: Template): Draft {
  const { name, subject, preheader, html, text, document, revision } = template
  return {
    ...withPreheader(newTemplate, preheader ?? ''),
    name,
    subject,
    html,
    text: text ?? '',
    made: document === null ? undefined : { document, html, text: text ?? '' },
    revision,
    ...wordsOf(template),
  }
}

export function preheaderOf({ carried }: Draft): string {
  return carried.input.preheader ?? ''
}

export function withPreheader(draft: Draft, preheader: string): Draft {
  const { preheader: _before, ...input } = draft.carried.input
  const carried = { ...draft.carried, input: preheader === '' ? input : { ...input, preheader } }
  return { ...draft, carried }
}

export function inputOf(draft: Draft, words: Words): TemplateInput {
  const preheader = preheaderOf(draft).trim()
  return {
    name: draft.name.trim(),
    subject: draft.subject.trim(),
    preheader: preheader === '' ? null : preheader,
    ...contentOf(draft, words),
  }
}

/** What was changed since it was read: the rest is as others have it. */
export function patchOf(draft: Draft, before: Draft, words: Words, revision = draft.revision): TemplatePatch & Edit {
  const [now, then] = [inputOf(draft, words), inputOf(before, words)]
  return {
    ...(now.name === then.name ? {} : { name: now.name }),
    ...(now.subject === then.subject ? {} : { subject: now.subject }),
    ...(now.preheader === then.preheader ? {} : { preheader: now.preheader }),
    ...(sameMessage(draft, before) ? {} : contentOf(draft, words)),
    ...(revision === undefined ? {} : { ifRevision: revision }),
  }
}

export function sameDraft(a: Draft, b: Draft): boolean {
  return a.name === b.name && a.subject === b.subject && preheaderOf(a) === preheaderOf(b) && sameMessage(a, b)
}

function sameMessage(a: Draft, b: Draft): boolean {
  return a.html === b.html && a.text === b.text && a.made === b.made
}

function contentOf(draft: Draft, words: Words) {
  const made = madeAs(draft)
  if (made !== undefined) return { document: made.document }
  return { html: htmlOf(draft, words), text: draft.text.trim() === '' ? null : draft.text }
}
