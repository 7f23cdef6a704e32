import { html, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { TemplatesWords } from '../../locales/templates-en.ts'

/** Why what was written could not be saved: another person saved, or deleted, the same template meanwhile. */
export type Conflict = { revision: number; updatedAt: string } | 'gone'

export interface ConflictActions {
  /** What was written becomes another template. */
  copy(): void
  /** What was written is saved over the other's. */
  mine(): void
  /** What was written is dropped for the other's. */
  theirs(): void
}

/** Says what happened, and what one can do; first what loses nothing. */
export function conflictView(
  conflict: Conflict,
  words: TemplatesWords,
  format: Format,
  { copy, mine, theirs }: ConflictActions,
): TemplateResult {
  const text = words.templates
  return html`<div class="note warn flat kept" role="alert">
    <span class="grow">${conflict === 'gone' ? text.gone : text.conflict(format.dateTime(conflict.updatedAt))}</span>
    <button type="button" class="compact" @click=${copy}>${text.conflictCopy}</button>
    ${
      conflict === 'gone'
        ? ''
        : html`<button type="button" class="compact" @click=${mine}>${text.conflictMine}</button>
            <button type="button" class="compact" @click=${theirs}>${text.conflictTheirs}</button>`
    }
  </div>`
}
