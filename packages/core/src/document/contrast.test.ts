import { expect, it } from 'vitest'
import { defaultBrand } from '../settings/default-brand.ts'
import { contrastOf, lowContrasts } from './contrast.ts'

it.each([
  ['#000000', '#ffffff', 21],
  ['#777777', '#ffffff', 4.48],
  ['#0b6b7a', '#0b6b7a', 1],
])('of %s and %s is %d, whichever is the ground', (one, other, ratio) => {
  expect(contrastOf(one, other)).toBeCloseTo(ratio, 2)
  expect(contrastOf(other, one)).toBeCloseTo(ratio, 2)
})

it('names the colours that cannot be read, and none of the brand that everybody has', () => {
  expect(lowContrasts(defaultBrand)).toEqual([])
  const light = { ...defaultBrand.light, link: '#ffff00' }
  expect(lowContrasts({ ...defaultBrand, light })).toEqual([
    { scheme: 'light', colour: 'link', on: 'surface', ratio: 1.1 },
  ])
})
