// Bundles the elements as a page would, and holds what it loads before the first figure is drawn (lit included, the chart not) against a budget.
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { minifyTemplatesPlugin } from './minify-templates.ts'

const source = join(import.meta.dirname, '../packages/ui-elements/src')
/** As `ls -h` and webpack count. */
const KB = 1024

const pages = [
  { name: 'all elements', code: `import './register.ts'`, most: 45 * KB },
  {
    name: '<campaign-stats>',
    code: `
      import { CampaignStats, defineElement } from './index.ts'
      defineElement(CampaignStats)`,
    most: 25 * KB,
  },
]

let tooLarge = false
for (const { name, code, most } of pages) {
  const { first, later } = await sizesOf(code)
  const verdict = first <= most ? 'within' : 'OVER'
  tooLarge ||= first > most
  process.stdout.write(
    `${name}: ${kb(first)} KB gzip, ${verdict} ${kb(most)}; on demand: ${later.map(([what, size]) => `${what} ${kb(size)}`).join(', ')}\n`,
  )
}
process.exitCode = tooLarge ? 1 : 0

/** What a page loads at once, and what it may load later by `import()`. */
async function sizesOf(code) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: source, loader: 'ts', sourcefile: 'page.ts' },
    outdir: source,
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2023',
    legalComments: 'none',
    conditions: ['sillage-source', 'production'],
    absWorkingDir: source,
    plugins: [minifyTemplatesPlugin(/[\\/]ui-elements[\\/]src[\\/].*\.ts$/)],
  })
  const sizes = new Map(outputFiles.map(({ path, contents }) => [path, gzipSync(contents, { level: 9 }).length]))
  const size = (output) => sizes.get(join(source, output)) ?? 0
  const outputs = metafile.outputs
  const entry = Object.keys(outputs).find((output) => outputs[output].entryPoint === 'page.ts')
  const first = new Set([entry])
  // A set that grows is walked to its new end.
  for (const output of first)
    for (const { path, kind } of outputs[output].imports) if (kind === 'import-statement') first.add(path)
  const later = Object.keys(outputs).filter((output) => !first.has(output))
  return {
    first: [...first].reduce((sum, output) => sum + size(output), 0),
    later: later.map((output) => [nameOf(outputs[output]), size(output)]),
  }
}

/** Named after its largest part. */
function nameOf({ inputs }) {
  const [largest] = Object.entries(inputs).sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)
  return (largest?.[0] ?? 'shared')
    .split('/')
    .at(-1)
    ?.replace(/\.\w+$/, '')
}

function kb(bytes) {
  return (bytes / KB).toFixed(1)
}
