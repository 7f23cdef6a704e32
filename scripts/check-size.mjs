// Bundles the elements as a page of a Vite app would, and checks what it loads before the first figure is drawn (lit
// included, the chart not) against a budget; of the editor what its page loads at once, without lit, and what it loads
// when it is drawn.
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { minifyTemplates } from './minify-templates.ts'

const sourceOf = (name) => join(import.meta.dirname, '../packages', name, 'src')
/** The smaller of the two units people use. */
const KB = 1000

const pages = [
  { name: 'all elements', source: sourceOf('ui-elements'), code: `import './register.ts'`, most: 36.9 * KB },
  {
    name: '<campaign-stats>',
    source: sourceOf('ui-elements'),
    code: `
      import { CampaignStats, defineElement } from './index.ts'
      defineElement(CampaignStats)`,
    most: 22.7 * KB,
  },
  {
    // Both editors; two thirds of what fills a template are the scanner that reads its HTML on the server, too, so that
    // both find the same places: htmlparser2's 4 KB, and 17 KB for the names of all characters.
    name: '<sillage-editor>, <sillage-template-editor>',
    source: sourceOf('ui-editor'),
    code: `import './register.ts'`,
    external: /^lit/,
    most: 15.5 * KB,
    mostLater: { writing: 85.8 * KB, 'filling-parts': 33.5 * KB },
  },
]

let tooLarge = false
for (const { name, most, mostLater = {}, ...page } of pages) {
  const { first, later } = await sizesOf(page)
  const over = first > most || later.some(([what, size]) => size > (mostLater[what] ?? size))
  const verdict = over ? 'OVER' : 'within'
  tooLarge ||= over
  process.stdout.write(
    `${name}: ${kb(first)} KB gzip, ${verdict} ${kb(most)}; on demand: ${later.map(([what, size]) => `${what} ${kb(size)}`).join(', ')}\n`,
  )
}
process.exitCode = tooLarge ? 1 : 0

/** What a page loads at once, and what it may load later by `import()`. */
async function sizesOf({ source, code, external = [] }) {
  const page = join(source, 'page.ts')
  const [{ output }] = await build({
    configFile: false,
    logLevel: 'error',
    root: source,
    resolve: { conditions: ['sillage-source', 'module', 'browser', 'production'] },
    plugins: [
      {
        name: 'page',
        enforce: 'pre',
        resolveId: (id) => (id === page ? id : undefined),
        load: (id) => (id === page ? code : undefined),
        // The package is published with its templates like this.
        transform: (text, id) => (id.startsWith(source) ? { code: minifyTemplates(text, id), map: null } : undefined),
      },
    ],
    // As a library, so that Vite's own preloading, which an app has anyway, is not counted.
    build: {
      write: false,
      target: 'es2023',
      lib: { entry: page, formats: ['es'] },
      rolldownOptions: { external, preserveEntrySignatures: false, output: { minify: true } },
    },
  })
  const chunks = new Map(output.filter(({ type }) => type === 'chunk').map((chunk) => [chunk.fileName, chunk]))
  const size = (name) => gzipSync(chunks.get(name).code, { level: 9 }).length
  const first = new Set([...chunks.values()].filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName))
  // A set that grows is iterated to its new end.
  for (const name of first)
    for (const imported of chunks.get(name).imports) if (chunks.has(imported)) first.add(imported)
  const later = [...chunks.values()].filter(({ fileName }) => !first.has(fileName))
  return {
    first: [...first].reduce((sum, name) => sum + size(name), 0),
    later: later.map(({ name, fileName }) => [name, size(fileName)]),
  }
}

function kb(bytes) {
  return (bytes / KB).toFixed(2)
}
