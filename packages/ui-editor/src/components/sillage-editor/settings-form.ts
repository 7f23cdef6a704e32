import { pictureAddress, pictureSomeShow } from '@sillage/core/document'
import { html, nothing, type TemplateResult } from 'lit'
import type { Settings } from '../../engine/commands/settings.ts'
import type { Desk } from './desk.ts'
import { addressOf, choice, form, textField, textOf } from './form-parts.ts'
import { pictureFile } from './picture-file.ts'

/** What is changed, or why it cannot be. */
type Read = { attrs: Record<string, unknown> } | { problems: Record<string, string> }

/** The settings of the picture, button, field, columns or footer at the selection. */
export function settingsForm(desk: Desk): TemplateResult | typeof nothing {
  const settings = desk.engine?.standing().settings
  if (settings === undefined) return nothing
  const { type, pos } = settings
  const submit = (data: FormData) => {
    const read = reads[type](data, desk)
    if ('problems' in read) return desk.refuse(read.problems)
    desk.hide()
    if (type === 'columns') desk.engine?.setSplit(pos, textOf(data, 'split'))
    else desk.engine?.setAttributes(pos, read.attrs)
  }
  return form(desk, desk.words.settings[type], fields[type](settings, desk), submit)
}

const fields: Record<Settings['type'], (settings: Settings, desk: Desk) => unknown> = {
  image: ({ attrs, pos }, desk) => {
    const { words } = desk
    return [
      desk.upload === undefined
        ? nothing
        : pictureFile(desk, undefined, ({ src, width = null, height = null }) =>
            desk.engine?.setAttributes(pos, { src, width, height }),
          ),
      textField(desk, { name: 'src', label: words.pictureAddress, value: attrs.src, hint: 'https://…', kind: 'url' }),
      textField(desk, { name: 'alt', label: words.alt, value: attrs.alt, hint: words.altHint }),
      textField(desk, { name: 'href', label: words.pictureLink, value: attrs.href, hint: 'https://…', kind: 'url' }),
      html`<div class="pair">${textField(desk, { name: 'width', label: words.width, value: String(attrs.width ?? ''), kind: 'numeric' })}
      ${choice('align', words.align, attrs.align, words.aligns)}</div>`,
    ]
  },
  button: ({ attrs }, desk) => [
    textField(desk, {
      name: 'href',
      label: desk.words.address,
      value: attrs.href,
      hint: desk.words.addressHint,
      kind: 'url',
    }),
    choice('align', desk.words.align, attrs.align, desk.words.aligns),
  ],
  field: ({ attrs }, desk) => textField(desk, { name: 'fallback', label: desk.words.fallback, value: attrs.fallback }),
  columns: ({ attrs, count }, { words }) => {
    const equal = count === 3 ? '1-1-1' : '1-1'
    return choice('split', words.split, attrs.split === '' ? equal : attrs.split, words.splits)
  },
  footer: ({ attrs }, { words }) =>
    html`<label class="check"><input type="checkbox" name="view" .checked=${attrs.view}> ${words.view}</label>`,
}

const reads: Record<Settings['type'], (data: FormData, desk: Desk) => Read> = {
  image: (data, { words, engine }) => {
    const [src, typed, width] = [textOf(data, 'src'), textOf(data, 'href'), textOf(data, 'width')]
    const href = typed === '' ? '' : addressOf(typed)
    if (src !== '' && pictureAddress(src) === undefined) return { problems: { src: words.wrongPicture } }
    if (pictureSomeShow.test(src)) return { problems: { src: words.wrongFormat } }
    if (href === undefined) return { problems: { href: words.wrongAddress } }
    const { attrs } = engine?.standing().settings ?? {}
    return { attrs: { src, alt: textOf(data, 'alt'), href, align: textOf(data, 'align'), ...sizeOf(width, attrs) } }
  },
  button: (data, { words }) => {
    const href = textOf(data, 'href') === '' ? '' : addressOf(textOf(data, 'href'))
    return href === undefined
      ? { problems: { href: words.wrongAddress } }
      : { attrs: { href, align: textOf(data, 'align') } }
  },
  field: (data) => ({ attrs: { fallback: textOf(data, 'fallback') } }),
  columns: () => ({ attrs: {} }),
  footer: (data) => ({ attrs: { view: data.get('view') !== null } }),
}

/** A width of the author's own, with the height that belongs to it. */
function sizeOf(typed: string, attrs: Settings['attrs'] = {}): { width: number | null; height: number | null } {
  const width = Number.parseInt(typed, 10)
  if (!(width >= 1 && width <= 20_000)) return { width: null, height: null }
  const [before, tall] = [attrs.width, attrs.height]
  const isKnown = typeof before === 'number' && typeof tall === 'number'
  return { width, height: isKnown ? Math.max(1, Math.round((tall * width) / before)) : null }
}
