import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** The page's script with the elements in it, as a host's own bundler would make it. */
export async function bundlePage(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('page.client.ts', import.meta.url))],
    outdir: '/assets',
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2023',
    conditions: ['sillage-source'],
    logLevel: 'silent',
  })
  const [script] = outputFiles
  if (script === undefined) throw new Error('esbuild made no file')
  return script.contents
}
