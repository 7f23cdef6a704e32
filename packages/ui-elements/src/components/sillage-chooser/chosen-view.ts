import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { ChoosingWords } from '../../locales/choosing-en.ts'
import { closeIcon } from '../../styles/icons.ts'
import { choiceTexts, ruleText } from '../sillage-recipients/part-text.ts'
import { isNobody, noChoice, type RecipientChoice } from '../sillage-recipients/recipient-choice.ts'

/** So many addresses are listed that were ticked or unticked one by one. */
const LISTED = 200

/** Everything that is chosen, each part to be taken out again, and who was unticked. */
export function chosenView(
  choice: RecipientChoice,
  words: ChoosingWords,
  format: Format,
  change: (part: Partial<RecipientChoice>) => void,
): TemplateResult {
  const text = words.chooser
  const { rules, lists, picked, except, own } = choice
  const part = (name: string, take: () => void) => html`<li class="row">
    <span class="grow wrap" dir="auto">${name}</span>
    <button type="button" class="quiet icon compact" aria-label=${text.remove(name)} @click=${take}>${closeIcon}</button>
  </li>`
  const without = <T>(items: readonly T[], one: T) => items.filter((item) => item !== one)
  const listed = lists.filter(({ people }) => people.length > 0)
  return html`${isNobody(choice) ? html`<p class="blank muted">${text.nothing}</p>` : nothing}
    <ul class="panel parts">
      ${own === undefined ? nothing : html`<li class="row"><span class="grow">${words.recipients.own} (${format.number(own.total)})</span></li>`}
      ${rules.map((rule) => part(ruleText(rule, words), () => change({ rules: without(rules, rule) })))}
      ${listed.map((list) => part(choiceTexts({ ...noChoice, lists: [list] }, words, format)[0] ?? '', () => change({ lists: without(lists, list) })))}
      ${picked.slice(0, LISTED).map((one) => part(one.name ?? one.email, () => change({ picked: without(picked, one) })))}
      ${picked.length > LISTED ? html`<li class="small muted">${text.more(format.number(picked.length - LISTED))}</li>` : nothing}
    </ul>
    ${rules.length === 0 ? nothing : html`<p class="small muted">${text.leaveOut(text.find)}</p>`}
    ${
      except.length === 0
        ? nothing
        : html`<h3>${text.excepted}</h3>
            <ul class="panel parts">
              ${except.slice(0, LISTED).map(
                (email) => html`<li class="row">
                  <span class="grow wrap">${email}</span>
                  <button type="button" class="quiet compact" aria-label=${text.putBack(email)} @click=${() => change({ except: without(except, email) })}>${text.back}</button>
                </li>`,
              )}
              ${except.length > LISTED ? html`<li class="small muted">${text.more(format.number(except.length - LISTED))}</li>` : nothing}
            </ul>`
    }`
}
