import { bubble } from './bubble.ts'
import type { Desk } from './desk.ts'
import { linkForm } from './link-form.ts'
import { optionList } from './option-list.ts'
import { settingsForm } from './settings-form.ts'
import { side } from './side.ts'

/** What floats over the page: a form, or what stands beside the block and at the selection. */
export function floating(desk: Desk): unknown {
  if (desk.opened === 'link') return linkForm(desk)
  if (desk.opened === 'settings') return settingsForm(desk)
  return [side(desk), desk.opened === undefined ? bubble(desk) : optionList(desk)]
}
