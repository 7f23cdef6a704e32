import { mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

const bundled = new Map<string, Promise<string>>()
let folder: string | undefined

/**
 * A program of a test with all that it imports, in one file, whose path is returned; made once in this process, and
 * deleted with it. Of a process that is started from source most of the start is reading and compiling a thousand
 * modules, and one that is killed leaves no compile cache to the next.
 */
export function bundleProcess(program: URL): Promise<string> {
  const made = bundled.get(program.href) ?? bundle(fileURLToPath(program))
  bundled.set(program.href, made)
  return made
}

async function bundle(program: string): Promise<string> {
  folder ??= temporaryFolder()
  const outfile = join(folder, basename(program).replace(/\.ts$/, '.mjs'))
  await build({
    entryPoints: [program],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    keepNames: true,
    conditions: ['sillage-source', 'module', 'node'],
    // What CommonJS among it asks for by `require`.
    banner: { js: "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)" },
    // Asked for by pg, which does without.
    external: ['pg-native'],
    plugins: [ownPlaces, nativeModules],
    logLevel: 'error',
  })
  return outfile
}

function temporaryFolder(): string {
  const made = mkdtempSync(join(tmpdir(), 'sillage-programs-'))
  process.on('exit', () => rmSync(made, { recursive: true, force: true }))
  return made
}

/** Our sources find their threads beside themselves, not beside the bundle. */
const ownPlaces: Plugin = {
  name: 'own-places',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
      loader: 'ts',
    }))
  },
}

const nativeModules: Plugin = {
  name: 'native-modules',
  setup({ onResolve }) {
    onResolve({ filter: /^better-sqlite3$/ }, ({ path, importer }) => ({
      path: createRequire(importer).resolve(path),
      external: true,
    }))
  },
}
