import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from './documents.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const sorted = (names: Iterable<string>) => [...new Set(names)].sort()
const sources = globSync('packages/ui-elements/src/**/*.ts', { cwd: root }).filter((path) => !path.endsWith('.test.ts'))
const code = sources.map(read).join('\n')
const guides = ['docs/theming.md', 'packages/ui-elements/README.md']

const propertiesOfCode = sorted([...code.matchAll(/var\(\s*(--(?:sillage|wake)-[\w-]+)/g)].map(([, name = '']) => name))

/** Parts by element, as the elements' own comments declare them. */
function partsOfCode(): Map<string, string[]> {
  const parts = new Map<string, string[]>()
  for (const path of sources) {
    const text = read(path)
    const tag = /static (?:override )?readonly tag = '(campaign-[\w-]+)'/.exec(text)?.[1]
    const own = [...text.matchAll(/@csspart ([\w-]+)/g)].map(([, name = '']) => name)
    if (tag !== undefined && own.length > 0) parts.set(tag, sorted(own))
  }
  return parts
}

it.each(guides)('%s names existing custom properties', (guide) => {
  const table = [...read(guide).matchAll(/^\| (`--.*)$/gm)].map(([, row = '']) => row).join('\n')
  expect(sorted([...table.matchAll(/`(--[\w-]+)`/g)].map(([, name = '']) => name))).toEqual(propertiesOfCode)
})

it('docs/theming.md names the actual defaults', () => {
  const rows = read('docs/theming.md').matchAll(/^\| `--sillage-([\w-]+)` \| `(#\w+)` · `(#\w+)`/gm)
  const missing = [...rows].filter(
    ([, name, light, dark]) => !code.includes(`var(--sillage-${name}, light-dark(${light}, ${dark}))`),
  )
  expect(missing.map(([row]) => row)).toEqual([])
})

it.each(guides)('%s names existing parts', (guide) => {
  const told = new Map<string, string[]>()
  for (const [, elements = '', parts = ''] of read(guide).matchAll(/^\| (`<campaign-[^|]*) \| +(`[a-z][^|]*)\|$/gm))
    for (const [, tag = ''] of elements.matchAll(/<([\w-]+)>/g))
      told.set(tag, sorted([...parts.matchAll(/`([\w-]+)`/g)].map(([, name = '']) => name)))
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(partsOfCode()))
})
