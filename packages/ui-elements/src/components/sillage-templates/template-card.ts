import type { TemplateItem } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import { withNames } from '../../format/with-fields.ts'
import type { TemplatesWords } from '../../locales/templates-en.ts'
import type { TemplateUses } from './template-uses.ts'

export interface TemplateActions {
  edit(template: TemplateItem): void
  rename(template: TemplateItem): void
  duplicate(template: TemplateItem): void
  remove(template: TemplateItem): void
}

/** One template: what it looks like, what it is called, since when and where it is used. */
export function templateCard(
  template: TemplateItem,
  uses: TemplateUses | undefined,
  words: TemplatesWords,
  format: Format,
  actions: TemplateActions,
): TemplateResult {
  const text = words.templates
  const { name, subject, key, updatedAt } = template
  const items = [
    { label: text.edit, act: () => actions.edit(template) },
    { label: text.rename, act: () => actions.rename(template) },
    { label: text.duplicate, act: () => actions.duplicate(template) },
    { label: text.remove, danger: true, act: () => actions.remove(template) },
  ]
  return html`<li class="panel card" part="card">
    <button type="button" class="picture" aria-label=${text.editOf(name)} @click=${() => actions.edit(template)}>
      <sillage-thumbnail .template=${template}></sillage-thumbnail>
    </button>
    <div class="about">
      <div class="line">
        <h2 class="grow cut" title=${name}><bdi>${name}</bdi></h2>
        <sillage-menu .label=${text.actions(name)} .items=${items}></sillage-menu>
      </div>
      <p class="small muted cut" dir="auto" title=${withNames(subject, words)}>${withNames(subject, words)}</p>
      ${key === null ? nothing : html`<p class="small muted cut">${text.key(key)}</p>`}
      <p class="tiny num">${text.changed(format.date(updatedAt))}</p>
      ${uses === undefined ? nothing : html`<p class="tiny num">${usedText(template, uses, words, format)}</p>`}
    </div>
  </li>`
}

function usedText({ id }: TemplateItem, uses: TemplateUses, words: TemplatesWords, format: Format): string {
  const text = words.templates
  const { length } = uses.namesOf(id)
  const n = format.number(length)
  if (uses.newest === undefined) return length === 0 ? text.unused : text.usedBy(n)
  const of = format.number(uses.newest)
  return length === 0 ? text.unusedNewest(of) : text.usedByNewest(n, of)
}
