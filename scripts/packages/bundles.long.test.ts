import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createProject, type Program, type Project } from './create-project.ts'
import { readme } from './readme.ts'

interface Bundler {
  name: string
  /** The line of its configuration on the page that keeps our package out. */
  kept: RegExp
  /** A program that bundles, beside the configuration. */
  program: string
}

const bundlers: Bundler[] = [
  { name: 'esbuild', kept: /^ *external: .*\n/m, program: `import './esbuild.config.mjs'` },
  {
    name: 'webpack',
    kept: /^ *externals: .*\n/m,
    program: `
import webpack from 'webpack'
import config from './webpack.config.mjs'
webpack({ ...config, context: import.meta.dirname, optimization: { minimize: false } }, (error, stats) => {
  if (error || stats.hasErrors()) throw error ?? new Error(stats.toString())
})`,
  },
  {
    name: 'rollup',
    kept: /^ *external: .*\n/m,
    program: `
import commonjs from '@rollup/plugin-commonjs'
import json from '@rollup/plugin-json'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import { rollup } from 'rollup'
import config from './rollup.config.mjs'
const plugins = [nodeResolve({ preferBuiltins: true, exportConditions: ['node'] }), commonjs(), json()]
const bundle = await rollup({ ...config, plugins, onwarn() {} })
await bundle.write(config.output)`,
  },
]

const page = readme('docs/bundling.md')
const block = (file: string): string => {
  const found = page.blocks.find((one) => one.file === file)
  if (found === undefined) throw new Error(`docs/bundling.md: expected a block named ${file}`)
  return found.code
}

let project: Project
beforeAll(async () => {
  const ours = ['@sillage/core', '@sillage/store-sqlite']
  const plugins = ['commonjs', 'json', 'node-resolve'].map((name) => `@rollup/plugin-${name}`)
  const packages = [...ours, ...bundlers.map(({ name }) => name), ...plugins]
  project = await createProject({ node: '24', packages, tarballs: inject('tarballs') })
})
afterAll(() => project?.remove())

async function finished(program: Program): Promise<{ code: number | null; printed: string }> {
  const code = await program.ended
  return { code, printed: program.printed() }
}

describe.for(bundlers)('the program of the page on bundling, by $name', ({ name, kept, program }) => {
  async function bundledRun(folder: string, config: string) {
    project.write(`${folder}/server.mjs`, block('server.mjs'))
    project.write(`${folder}/${name}.config.mjs`, config)
    project.write(`${folder}/bundle.mjs`, program)
    expect(await finished(project.start(`${folder}/bundle.mjs`, {}))).toEqual({ code: 0, printed: '' })
    return await finished(project.start(`${folder}/dist/server.mjs`, {}))
  }

  it('works as the page has it', async () => {
    const run = await bundledRun(`${name}-kept`, block(`${name}.config.mjs`))
    expect(run).toEqual({ code: 0, printed: '2 contacts\n' })
  })

  it('fails with what to do where all of it is bundled', async () => {
    const config = block(`${name}.config.mjs`)
    expect(config).toMatch(kept)
    const { code, printed } = await bundledRun(`${name}-whole`, config.replace(kept, ''))
    expect(printed).toContain('The SQLite store does not find its own files. Keep @sillage/store-sqlite out')
    expect(printed).toContain(`code: 'store_unavailable'`)
    expect(code).toBe(1)
  })
})
