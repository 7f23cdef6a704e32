import { globSync, lstatSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, it, onTestFinished } from 'vitest'
import { createProject } from './create-project.ts'
import { budget, smallest } from './install-budget.ts'

/** Prints how many files were loaded for these imports; built-in modules are none. */
const counting = `
import { registerHooks } from 'node:module'
const files = new Set()
registerHooks({
  load(url, context, next) {
    if (!url.startsWith('node:')) files.add(url)
    return next(url, context)
  },
})
for (const name of ${JSON.stringify(smallest)}) await import(name)
console.log(files.size)
`

it('an app of the README installs and loads no more than it may', async () => {
  const project = await createProject({ node: '24', packages: smallest, tarballs: inject('tarballs') })
  onTestFinished(project.remove)
  const packages = (await project.run('npm', 'ls', '--all', '--parseable')).trim().split('\n').slice(1)
  const installed = join(project.folder, 'node_modules')
  const files = globSync('**/*', { cwd: installed }).map((path) => lstatSync(join(installed, path)))
  const megabytes = files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0) / 1e6
  project.write('count.mjs', counting)
  const modules = Number(await project.run('node', 'count.mjs'))
  console.info(`${packages.length} packages, ${megabytes.toFixed(1)} MB, ${modules} modules`)
  // Nothing measured would be within every budget.
  expect([packages.length > 20, megabytes > 20, modules > 20]).toEqual([true, true, true])
  expect(packages.length).toBeLessThanOrEqual(budget.packages)
  expect(megabytes).toBeLessThanOrEqual(budget.megabytes)
  expect(modules).toBeLessThanOrEqual(budget.modules)
})
