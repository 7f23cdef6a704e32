import type { BrandInput } from '@sillage/core/document'
import { expect, test } from 'vitest'
import { formOf, inputOf } from './brand-form.ts'

test.each<BrandInput>([
  {},
  { radius: 0, width: 640 },
  { light: { button: '#8a3d1f' }, dark: { buttonText: '#2a1409' } },
  { font: 'Verdana, sans-serif', headingFont: 'Georgia, serif' },
  { logo: { src: 'https://cdn.example/l.png', alt: 'Port', width: 190, href: 'https://port.example/' } },
])('of a brand only what differs from the built-in one is stored: %j', (input) => {
  expect(inputOf(formOf(input))).toEqual(input)
})

test('a width that is no number goes to the server, which refuses it by its name', () => {
  expect(inputOf({ ...formOf({}), width: 'wide' })).toEqual({ width: Number.NaN })
})
