import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'

/** The files of the interface by name, as text: `elements.js`, `page.js`, `page.css`, `icon.svg`. */
export type Bundle = Readonly<Record<string, string>>

/**
 * Makes the files from the sources. In the published package this file is what it made: the build replaces it, so that
 * hosts need no bundler.
 */
export async function bundle(plugins: Plugin[] = []): Promise<Bundle> {
  const { build } = await import('esbuild')
  const path = (file: string) => fileURLToPath(new URL(`../page/${file}`, import.meta.url))
  const { outputFiles } = await build({
    entryPoints: ['elements.ts', 'page.ts', 'page.css', 'icon.svg'].map(path),
    outdir: path(''),
    write: false,
    bundle: true,
    minify: true,
    // One file for all elements: what is otherwise loaded on demand would need addresses of its own.
    splitting: false,
    format: 'esm',
    target: 'es2023',
    charset: 'utf8',
    conditions: ['sillage-source'],
    loader: { '.svg': 'copy' },
    legalComments: 'none',
    logLevel: 'silent',
    plugins,
  })
  const files = Object.fromEntries(outputFiles.map((file) => [basename(file.path), file.text]))
  return { ...files, 'elements.js': `${files['elements.js']}/*! ${await licences()} */\n` }
}

/** The licences of what the elements are made with ask to go wherever that goes. */
async function licences(): Promise<string> {
  const texts = ['lit', 'uplot'].map(async (name) => {
    const text = await readFile(new URL(`../../node_modules/${name}/LICENSE`, import.meta.url), 'utf8')
    return `With ${name}:\n\n${text.trim()}`
  })
  return (await Promise.all(texts)).join('\n\n')
}
