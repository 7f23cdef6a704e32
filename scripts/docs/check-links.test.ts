import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkFileNames, checkLinks } from './check-links.ts'
import { root } from './documents.ts'

const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { repository: string }
const faultsOf = (path: string, target: string) => checkLinks([{ path, text: `# Page\n\n[a link](${target})\n` }])

test.each([
  ['docs/live.md', 'tracking.md'],
  ['docs/live.md', '#page'],
  ['docs/live.md', '../README.md'],
  ['packages/cli/README.md', `${repository}/blob/main/docs/live.md`],
  ['packages/cli/README.md', 'CHANGELOG.md'],
  ['packages/cli/README.md', 'https://example.org/blob/../x'],
])('%s may link to %s', (path, target) => {
  expect(faultsOf(path, target)).toEqual([])
})

test.each([
  ['docs/live.md', 'gone.md', /leads nowhere/],
  ['docs/live.md', '#gone', /has no heading #gone/],
  ['docs/live.md', 'https://code.example/other/blob/main/README.md', /is not below/],
  ['packages/cli/README.md', `${repository}/blob/main/docs/gone.md`, /leads nowhere/],
  ['packages/cli/README.md', '../../docs/live.md', /who has the package alone does not have/],
])('%s may not link to %s', (path, target, said) => {
  expect(faultsOf(path, target).join()).toMatch(said)
})

test('what stands in code is no link', () => {
  expect(checkLinks([{ path: 'SECURITY.md', text: '`[e](gone.md)` [c](also-gone.md)' }])).toEqual([
    'SECURITY.md: the link to also-gone.md leads nowhere',
  ])
})

test('names of files are found from the root, the sources of the core, and the packages', () => {
  const text = '`http/guard.ts` and `http/paths.ts` and `core/src/index.ts`'
  expect(checkFileNames({ path: 'x.md', text })).toEqual(['x.md: there is no file http/paths.ts'])
})
