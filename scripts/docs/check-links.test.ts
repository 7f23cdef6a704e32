import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkLinks } from './check-links.ts'
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
