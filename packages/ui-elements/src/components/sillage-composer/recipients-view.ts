import { html, nothing, type TemplateResult } from 'lit'
import { errorText } from '../../client/error-text.ts'
import { choiceTexts, reachText } from '../sillage-recipients/part-text.ts'
import { isNobody } from '../sillage-recipients/recipient-choice.ts'
import { type FormActions, type FormState, refusal } from './form-parts.ts'

/** Who receives it, in one line, with the button that opens the dialog to choose them. */
export function recipientsView(state: FormState, actions: FormActions): TemplateResult {
  const { draft, people, problems, words, format } = state
  const { count, counting, failure } = people.reach
  const text = words.recipients
  const { recipients } = draft
  const { except, lists } = recipients
  const sum = (of: (list: (typeof lists)[number]) => number) => lists.reduce((total, list) => total + of(list), 0)
  const suppressed = count?.suppressed ?? 0
  const invalid = sum((list) => list.invalid)
  const left = [
    ...(suppressed > 0 && !counting ? [text.suppressed(format.number(suppressed), suppressed)] : []),
    ...(except.length > 0 ? [text.excepted(format.number(except.length))] : []),
    ...(invalid > 0 ? [text.unread(format.number(invalid), invalid)] : []),
  ]
  return html`<div class="field" role="group" aria-labelledby="recipients-label">
    <span class="label" id="recipients-label">${words.composer.recipients}</span>
    <div class="panel people ${problems.recipients === undefined ? '' : 'refused'}">
      <div class="row">
        <b class="num grow wrap" role="status">
          ${
            isNobody(recipients)
              ? text.nobody
              : failure !== undefined
                ? text.uncounted
                : counting || count === undefined
                  ? text.counting
                  : reachText(count, words, format)
          }
        </b>
        <button
          type="button"
          id="recipients"
          class="compact"
          ?hidden=${draft.correcting}
          aria-describedby="recipients-error"
          @click=${actions.openChooser}
        >
          ${text.choose}
        </button>
      </div>
      ${isNobody(recipients) ? nothing : html`<div class="small muted wrap" dir="auto">${choiceTexts(recipients, words, format).join(' + ')}</div>`}
      ${left.length === 0 ? nothing : html`<div class="small muted">${left.join(' · ')}</div>`}
      ${
        failure === undefined
          ? nothing
          : html`<div class="small error">
              ${errorText(failure, words)}
              <button type="button" class="quiet compact" @click=${actions.countAgain}>${words.common.retry}</button>
            </div>`
      }
    </div>
    ${refusal('recipients', problems)}
  </div>`
}
