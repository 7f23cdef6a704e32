import { html, nothing, type TemplateResult } from 'lit'
import type { ResultsWords } from '../../locales/results-en.ts'
import { isBackwards, namedPeriods, type OwnPeriod, type PeriodChoice } from './periods.ts'

/** The choice of a period: one press, or two days of one's own. */
export function periodView(
  choice: PeriodChoice,
  words: ResultsWords,
  choose: (choice: PeriodChoice) => void,
): TemplateResult {
  const text = words.stream
  const own = typeof choice === 'object'
  const press = (pressed: boolean, label: string, next: PeriodChoice) =>
    html`<button type="button" aria-pressed=${pressed} @click=${() => choose(next)}>${label}</button>`
  return html`<div class="tabs" role="group" aria-label=${text.period}>
      ${namedPeriods.map((name) => press(choice === name, text.periods[name], name))}
      ${press(own, text.periods.own, own ? choice : { from: '', until: '' })}
    </div>
    ${own ? ownDays(choice, words, choose) : nothing}`
}

function ownDays(choice: OwnPeriod, words: ResultsWords, choose: (choice: OwnPeriod) => void): TemplateResult {
  const text = words.stream
  const backwards = isBackwards(choice)
  const day = (name: keyof OwnPeriod) => html`<div class="field">
    <label for=${name}>${text[name]}</label>
    <input
      id=${name}
      type="date"
      .value=${choice[name]}
      aria-invalid=${backwards}
      aria-describedby="backwards"
      @change=${(event: Event) => choose({ ...choice, [name]: (event.target as HTMLInputElement).value })}
    />
  </div>`
  return html`<div class="row days">${day('from')} ${day('until')}
    <div class="error" id="backwards" aria-live="polite">${backwards ? text.backwards : ''}</div>
  </div>`
}
