import { expect, it } from 'vitest'
import { columnOf } from './column-names.ts'

it.each([
  ['Email', 'email'],
  ['\ufeffE-MAIL ', 'email'],
  ['Adresse électronique', 'email'],
  ['Adresse mél', 'email'],
  ['Prénom', 'firstName'],
  ['NOM', 'lastName'],
  ['Full name', 'name'],
  ['Société', 'company'],
  ['Organization', 'company'],
  ['Mots-clés', 'tags'],
  ['Ville', undefined],
  ['constructor', undefined],
  ['', undefined],
])('%j is %s', (header, field) => {
  expect(columnOf(header)).toBe(field)
})
