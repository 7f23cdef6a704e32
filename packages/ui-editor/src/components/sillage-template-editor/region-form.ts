import { pictureAddress, pictureSomeShow, type RegionValue } from '@sillage/core/document'
import { nothing, type TemplateResult } from 'lit'
import type { PlaceEngine } from '../../engine/place-engine.ts'
import type { Desk } from '../sillage-editor/desk.ts'
import { addressOf, form, textField, textOf } from '../sillage-editor/form-parts.ts'
import { pictureFile } from '../sillage-editor/picture-file.ts'
import type { Box } from './boxes.ts'
import type { Filling } from './filling.ts'

/** A picture of the mail, what it says and where it leads; or where the words of a place lead. */
export function regionForm(desk: Desk<PlaceEngine>, filling: Filling): TemplateResult | typeof nothing {
  const { asked } = filling
  if (asked === undefined) return nothing
  return asked.kind === 'picture' ? pictureForm(desk, filling, asked) : addressForm(desk, filling, asked)
}

function pictureForm(desk: Desk<PlaceEngine>, filling: Filling, box: Box): TemplateResult {
  const { region, link, element } = box
  const { words, upload } = desk
  const now: RegionValue = filling.document.values[region.name] ?? {}
  const src = now.src ?? region.src ?? ''
  const submit = (data: FormData) => {
    const [given, alt] = [textOf(data, 'src'), textOf(data, 'alt')]
    const href = hrefOf(data)
    if (given !== src && pictureAddress(given) === undefined) return desk.refuse({ src: words.wrongPicture })
    if (given !== src && pictureSomeShow.test(given)) return desk.refuse({ src: words.wrongFormat })
    if (href === undefined) return desk.refuse({ href: words.wrongAddress })
    const size = given === src ? {} : { src: given, width: null, height: null }
    filling.set(
      region,
      { ...size, alt },
      ...(link === undefined || href === '' ? [] : [[link, { href }] as [typeof link, RegionValue]]),
    )
    desk.close()
  }
  const shownWidth = element.clientWidth || undefined
  const fields = [
    upload === undefined
      ? nothing
      : pictureFile(desk, shownWidth, ({ src: uploaded, width = null, height = null }) => {
          filling.set(region, { src: uploaded, width, height })
          // It is asked again what the picture shows, also where the form was closed meanwhile.
          filling.asked = box
        }),
    textField(desk, { name: 'src', label: words.pictureAddress, value: src, hint: 'https://…', kind: 'url' }),
    textField(desk, { name: 'alt', label: words.alt, value: now.alt ?? region.alt ?? '', hint: words.altHint }),
    ...(link === undefined ? [] : [addressField(desk, filling, link)]),
  ]
  return form(desk, words.settings.image, fields, submit)
}

function addressForm(desk: Desk<PlaceEngine>, filling: Filling, { link }: Box): TemplateResult | typeof nothing {
  if (link === undefined) return nothing
  const submit = (data: FormData) => {
    const href = hrefOf(data)
    if (href === undefined || href === '') return desk.refuse({ href: desk.words.wrongAddress })
    filling.set(link, { href })
    desk.close()
  }
  return form(desk, desk.words.link, addressField(desk, filling, link), submit)
}

function addressField(
  desk: Desk<PlaceEngine>,
  { document }: Filling,
  { name, href }: NonNullable<Box['link']>,
): TemplateResult {
  const value = document.values[name]?.href ?? href ?? ''
  return textField(desk, { name: 'href', label: desk.words.address, value, hint: desk.words.addressHint, kind: 'url' })
}

/** The address as it is linked; '' where none was given, undefined where it is none. */
function hrefOf(data: FormData): string | undefined {
  const typed = textOf(data, 'href')
  return typed === '' ? '' : addressOf(typed)
}
