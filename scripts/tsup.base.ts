import { mkdirSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { defineConfig, type Options } from 'tsup'
import { bundled, bundledInto, noticesOf } from './bundled.ts'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/** The build every package shares: ESM and CommonJS, declarations, and what is bundled with its licences. */
export function library(entry: string[], { esbuildPlugins = [], ...overrides }: Options = {}) {
  const folder = basename(process.cwd())
  return defineConfig({
    entry,
    outDir: 'dist',
    format: ['esm', 'cjs'],
    dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
    clean: true,
    target: 'es2023',
    removeNodeProtocol: false,
    splitting: true,
    // Otherwise CommonJS is made by rewriting `??` and `?.` into functions, in which `yield` is not allowed.
    treeshake: true,
    noExternal: [...(bundled[folder] ?? [])],
    esbuildPlugins: [writeNotices(folder), ...esbuildPlugins],
    ...overrides,
  })
}

/** Fails on code of a package that is not named in `bundled.ts`, and writes the licences of what is. */
function writeNotices(folder: string): Plugin {
  return {
    name: 'write-notices',
    setup(build) {
      build.initialOptions.metafile = true
      build.onEnd(({ metafile }) => {
        const known = bundledInto(folder)
        const inside = new Set(Object.keys(metafile?.inputs ?? {}).flatMap((path) => packageOf(path) ?? []))
        inside.delete('tsup') // its stand-ins for import.meta.url
        const strays = [...inside].filter((name) => !known.some((one) => one.name === name))
        if (strays.length > 0)
          return { errors: [{ text: `${strays.join(', ')}: bundled, and not named in scripts/bundled.ts` }] }
        if (inside.size === 0) return
        mkdirSync('dist', { recursive: true })
        writeFileSync('dist/bundled-licences.txt', noticesOf(known.filter(({ name }) => inside.has(name))))
        return
      })
    },
  }
}

const packageOf = (path: string) => /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(path)?.[1]
