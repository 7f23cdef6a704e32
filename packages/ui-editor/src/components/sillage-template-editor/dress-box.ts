import type { Locale } from '../../locales/en.ts'
import type { Box } from './boxes.ts'

/** A place as people find it: by a press, by Tab, by its name. One that cannot be changed is a part of the mail. */
export function dressBox({ element, kind, label, at }: Box, editable: boolean, words: Locale): void {
  element.classList.toggle('sillage-box', editable)
  const isPicture = kind === 'picture'
  const isPressed = isPicture || kind === 'address'
  const attributes: Record<string, string> = {
    role: isPressed ? 'button' : 'textbox',
    tabindex: '0',
    'aria-label': isPicture ? words.template.picture(label) : kind === 'address' ? words.template.link(label) : label,
    ...(isPressed ? {} : { 'aria-multiline': String(kind === 'words') }),
  }
  for (const [name, value] of Object.entries(attributes)) {
    if (editable) element.setAttribute(name, value)
    else element.removeAttribute(name)
  }
  // A picture that says nothing has no name by which it could be chosen.
  if (isPicture && editable && element.getAttribute('alt')?.trim() === '') element.setAttribute('alt', label)
  if (at !== undefined && !isPicture) element.classList.toggle('sillage-empty', element.textContent === '')
}
