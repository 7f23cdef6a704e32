import type { TemplateResult } from 'lit'
import type { Desk } from './desk.ts'
import { addressOf, form, textField, textOf } from './form-parts.ts'

/** Where the words at the selection lead; where nothing is selected, also the words. */
export function linkForm(desk: Desk): TemplateResult {
  const { engine, words } = desk
  const link = engine?.standing().link
  const needsWords = engine?.view.state.selection.empty === true && link === undefined
  const submit = (data: FormData) => {
    const href = addressOf(textOf(data, 'href'))
    if (href === undefined) return desk.refuse({ href: words.wrongAddress })
    desk.hide()
    engine?.setLink(href, textOf(data, 'words'))
  }
  const remove = () => {
    desk.hide()
    engine?.setLink('')
  }
  const fields = [
    textField(desk, { name: 'href', label: words.address, value: link ?? '', hint: words.addressHint, kind: 'url' }),
    ...(needsWords ? [textField(desk, { name: 'words', label: words.linkWords, value: '' })] : []),
  ]
  return form(desk, words.link, fields, submit, link === undefined ? undefined : remove)
}
