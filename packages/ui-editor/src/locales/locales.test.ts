import { expect, test } from 'vitest'
import { en } from './en.ts'
import { fr } from './fr.ts'
import { addLocale, localeOf } from './load-locale.ts'

test('both languages have the same texts with the same arguments, and none is left in English', () => {
  const shape = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]))
      : typeof value
  expect(shape(fr)).toEqual(shape(en))
  const sameWords = Object.entries(en.kinds).filter(
    ([kind, label]) => fr.kinds[kind as keyof typeof fr.kinds] === label,
  )
  expect(sameWords).toEqual([])
})

test('figures are part of what is said', () => {
  expect([en.moved(2, 7), fr.moved(2, 7)]).toEqual(['Moved to place 2 of 7', 'Déplacé en position 2 sur 7'])
})

test('a language whose loader fails leaves English, and can be added again', async () => {
  addLocale('xx', () => Promise.reject(new Error('of the host')))
  expect(localeOf('xx')).toBeUndefined()
  await new Promise((resolve) => setTimeout(resolve, 0))
  expect(localeOf('xx')).toBeUndefined()
  addLocale('xx', en)
  expect(localeOf('xx')).toBe(en)
})
