import { basename, join } from 'node:path'
import { build } from 'esbuild'

export interface Asset {
  type: string
  body: Buffer
}

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
}
const here = import.meta.dirname

let bundled: Promise<Map<string, Asset>> | undefined

/** What `bundle` makes, once in a process. */
export function bundleAssets(): Promise<Map<string, Asset>> {
  bundled ??= bundle()
  return bundled
}

/**
 * Builds what the pages load, by file name, from the packages' source; what is only loaded on demand (the chart)
 * becomes a file of its own.
 */
async function bundle(): Promise<Map<string, Asset>> {
  const { outputFiles } = await build({
    entryPoints: {
      manager: join(here, 'client/manager.ts'),
      inbox: join(here, '../inbox/client/inbox.ts'),
      page: join(here, 'page.css'),
      icon: join(here, 'icon.svg'),
    },
    outdir: here,
    write: false,
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2023',
    conditions: ['sillage-source'],
    loader: { '.svg': 'copy' },
    legalComments: 'none',
    logLevel: 'silent',
  })
  return new Map(
    outputFiles.map(({ path, contents }) => [
      basename(path),
      { type: TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream', body: Buffer.from(contents) },
    ]),
  )
}
