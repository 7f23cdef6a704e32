import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compile } from 'svelte/compiler'
import { build, type Plugin, preview } from 'vite'
import { freePort } from '../../../examples/demo/src/free-port.ts'

const root = join(import.meta.dirname, 'pages')

const svelte: Plugin = {
  name: 'svelte',
  enforce: 'pre',
  transform: (text, id) =>
    id.endsWith('.svelte')
      ? { code: compile(text, { filename: id, generate: 'client' }).js.code, map: null }
      : undefined,
}

/** Builds the pages of hosts as an app would, and serves them with `/sillage` of another server behind them. */
export async function serveHosts(names: readonly string[], sillageUrl: string) {
  const outDir = await mkdtemp(join(tmpdir(), 'sillage-hosts-'))
  const remove = () => rm(outDir, { recursive: true, force: true })
  const vite = { configFile: false, logLevel: 'error', root, publicDir: false } as const
  try {
    await build({
      ...vite,
      resolve: { conditions: ['sillage-source', 'module', 'browser', 'production'] },
      define: { __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false' },
      plugins: [svelte],
      build: {
        outDir,
        target: 'es2023',
        rolldownOptions: { input: names.map((name) => join(root, `${name}.html`)) },
      },
    })
    const port = await freePort()
    const server = await preview({
      ...vite,
      // Of a live connection that ends with its window it would write an error.
      logLevel: 'silent',
      build: { outDir },
      preview: { host: 'localhost', port, strictPort: true, proxy: { '/sillage': { target: sillageUrl, ws: true } } },
    })
    return {
      url: `http://localhost:${port}`,
      async stop() {
        await server.close()
        await remove()
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}
