import { expect, it } from 'vitest'
import { checkNames } from './check-names.ts'
import { sources } from './check-words.ts'

const known = [
  { path: 'a.ts', text: 'export const openDoor = () => new House(keyOf$)' },
  { path: 'a.test.ts', text: 'const onlyInTest = 1' },
]
const faultsOf = (text: string) => checkNames([{ path: 'x.md', text }], known)

it('names what occurs in no source, once', () => {
  expect(faultsOf('`openWindow` and `Palace` and `openWindow(a, b)`; `onlyInTest`, and `House`')).toEqual([
    'x.md: no source has the name openWindow',
    'x.md: no source has the name Palace',
    'x.md: no source has the name onlyInTest',
  ])
})

it('takes a name whole', () => {
  expect(faultsOf('`openDoo` `keyOf` `Hous`')).toHaveLength(3)
  expect(faultsOf('`openDoor` `keyOf$` `House`')).toEqual([])
})

it('finds a name in the block of a map', () => {
  expect(faultsOf('```text\na.ts   `openWindow(…)`: words\n```')).toHaveLength(1)
})

it.each(['`door`', 'openWindow', '`door.openWindow`', '`openWindow.ts`', '`--open-window`', '`{ openWindow }`'])(
  'leaves %s alone',
  (text) => expect(faultsOf(text)).toEqual([]),
)

it('knows the names of the real sources', () => {
  const names = [{ path: 'x.md', text: '`createSillage` `StoredNowhere`' }]
  expect(checkNames(names, sources())).toEqual(['x.md: no source has the name StoredNowhere'])
})
