import type { SendingHours, Weekday } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import { type FormActions, type FormState, refusal, ticked, typed } from './form-parts.ts'

/** When messages may leave: between two times of day, on some days, by the clocks of a time zone. */
export function hoursView({ draft, problems, words }: FormState, { carry }: FormActions): TemplateResult {
  const text = words.composer
  const { hours } = draft.carried.input
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const change = (part: Partial<SendingHours>) =>
    carry({ hours: { ...(hours ?? { from: '09:00', to: '18:00', timeZone: zone }), ...part } })
  const days = hours?.days ?? weekdays
  const toggle = (day: Weekday, on: boolean) => {
    const chosen = weekdays.filter((one) => (one === day ? on : days.includes(one)))
    change({ days: chosen.length === weekdays.length ? undefined : chosen })
  }
  const time = (name: 'from' | 'to', value: string) => html`<input
    type="time"
    required
    aria-label=${text.hoursLabel[name]}
    .value=${value}
    @change=${typed((at) => at !== '' && change({ [name]: at }))}
  />`
  return html`<fieldset>
    <legend class="label">${text.hours}</legend>
    <label class="check"
      ><input
        type="checkbox"
        id="hours"
        .checked=${hours !== undefined}
        @change=${ticked((on) => (on ? change({}) : carry({ hours: undefined })))}
      />${text.onlyHours}</label
    >
    ${
      hours === undefined
        ? nothing
        : html`<div class="row">
              ${time('from', hours.from)} <span aria-hidden="true">–</span> ${time('to', hours.to)}
              <select aria-label=${text.zone} @change=${typed((timeZone) => change({ timeZone, fallbackTimeZone: undefined }))}>
                ${[...new Set([hours.timeZone, zone, 'UTC', RECIPIENT_ZONE])].map((one) => html`<option value=${one} .selected=${one === hours.timeZone}>${one === RECIPIENT_ZONE ? text.theirZone : one}</option>`)}
              </select>
            </div>
            <div class="checks">
              ${weekdays.map(
                (day) =>
                  html`<label class="check"
                    ><input type="checkbox" .checked=${days.includes(day)} ?disabled=${days.length === 1 && days.includes(day)} @change=${ticked((on) => toggle(day, on))} />${text.days[day]}</label
                  >`,
              )}
            </div>`
    }
    ${refusal('hours', problems)}
  </fieldset>`
}

const RECIPIENT_ZONE = '{{timeZone}}'
const weekdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
