import { execFileSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { type Manifest, root } from './pack-all.ts'

it('a changeset of one package raises all together, and writes what changed into its changelog', () => {
  const clone = mkdtempSync(join(tmpdir(), 'sillage-release-'))
  onTestFinished(() => rmSync(clone, { recursive: true, force: true }))
  execFileSync('git', ['clone', '--quiet', root, clone])
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'))
  writeFileSync(
    join(clone, '.changeset/one.md'),
    '---\n"@sillage/store-sqlite": minor\n---\n\nA lock no longer waits for ever.\n',
  )
  execFileSync(join(root, 'node_modules/.bin/changeset'), ['version'], { cwd: clone, stdio: 'pipe' })

  const read = (path: string, folder = clone) => readFileSync(join(folder, path), 'utf8')
  const paths = globSync('packages/*/package.json', { cwd: clone })
  const versionsIn = (folder: string) =>
    new Set(paths.map((path) => (JSON.parse(read(path, folder)) as Manifest).version))
  const [before, ...others] = versionsIn(root)
  const [after, ...rest] = versionsIn(clone)
  expect([others, rest]).toEqual([[], []])
  expect(after).not.toBe(before)
  expect(read('packages/store-sqlite/CHANGELOG.md')).toMatch(
    new RegExp(`## ${after}\\n[\\s\\S]*A lock no longer waits for ever`),
  )
  for (const path of paths) expect(read(path.replace('package.json', 'CHANGELOG.md'))).toContain(`## ${after}\n`)
})
