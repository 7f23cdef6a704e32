// Checks the code against the architecture: which room may import which, no circles, no file too long, nothing
// silenced, every file on the map of its room, every room in ARCHITECTURE.md.
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { architectureFaults } from './architecture-faults.ts'
import { mapFaults } from './room-maps.mjs'

/** Folders of the core; each may import those before it. Files beside them (the composition root) may import all. */
const rooms = [
  'kit',
  'domain',
  'store',
  'settings',
  'content',
  'document',
  'news',
  'webhooks',
  'tracking',
  'recipients',
  'sending',
  'feedback',
  'campaigns',
  'streams',
  'stats',
  'live',
  'observe',
  'api',
  'client',
  'http',
  'wiring',
  'testing',
]
const core = 'packages/core/src'
/** What each package may import of the others. */
const packages = {
  core: [],
  'store-kysely': ['@sillage/core/store', '@sillage/core/judge', '@sillage/core'],
  'store-sqlite': ['@sillage/core/store', '@sillage/core', '@sillage/store-kysely', '@sillage/store-kysely/thread'],
  'store-postgres': ['@sillage/core/store', '@sillage/core', '@sillage/store-kysely'],
  'queue-pg-boss': ['@sillage/core/store', '@sillage/core/http', '@sillage/core'],
  'feedback-imap': ['@sillage/core/store', '@sillage/core'],
  'adapter-express': ['@sillage/core', '@sillage/core/http'],
  'adapter-fastify': ['@sillage/core', '@sillage/core/http'],
  'ui-elements': ['@sillage/core/browser', '@sillage/core/client', '@sillage/core/document'],
  'ui-editor': ['@sillage/core/document'],
  cli: ['@sillage/core', '@sillage/core/http', '@sillage/core/store'],
}
/** The program that gives the streams of its process to everything else. */
const prints = 'packages/cli/src/bin.ts'
/** Holds the text of programs, which do both: print, and import what an app has. */
const writesApps = 'packages/cli/src/init/app-file.ts'
/** The part of a package that is for servers. */
const served = { folder: 'packages/ui-elements/src/serve/', imports: ['@sillage/core', '@sillage/core/http'] }
const LONGEST = 300
/** A list of cases, which are read one at a time. */
const WIDEST = 120
const LONGEST_TEST = 400
/** What a test beside its file does not start. */
const startsServer = /from '(?:node:(?:http|https|net|child_process)|[^']*\/faulty-smtp-server\.ts)'/
const french = /\/(?:locales\/(?:[\w-]+-)?fr|words\/french)\.ts$/
/** In a sentence; keys, parameters and what is filled in have this name in every language. */
const notFrench = /(?<=[ ’'`«\u00A0\u202F])emails?(?=[ .,;!?’'`»$\\\u00A0\u202F])/i
/** Lists of words, one line each. */
const mayBeLonger = /\/locales\//

const faults = []
const files = globSync('packages/*/src/**/*.ts')
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => file.replaceAll('\\', '/'))
const imports = new Map(files.map((file) => [file, importsOf(file)]))

for (const file of files) {
  const text = readFileSync(file, 'utf8')
  if (![prints, writesApps].includes(file) && /\bconsole\.\w+\(|\bprocess\.std(?:out|err)\b/.test(text))
    faults.push(`${file}: a library does not print`)
  if (/\.\.\.\{/.test(text))
    faults.push(`${file}: an object that is spread where it is written has no meaning of its own`)
  if (file.startsWith(`${core}/store/port/`) && /^export (?!type |interface )/m.test(text))
    faults.push(`${file}: the port is types; what runs is a rule (store/rules/)`)
  if (french.test(file) && notFrench.test(text.replaceAll(/\([\w, ]*\) =>/g, '')))
    faults.push(`${file}: French texts write e-mail`)
  const own = file.startsWith(served.folder) ? served.imports : packages[file.split('/')[1]]
  for (const name of file === writesApps ? [] : imports.get(file).bare) {
    if (name.startsWith('@sillage/') && !own?.includes(name)) faults.push(`${file}: may not import ${name}`)
  }
  const room = roomOf(file)
  for (const target of imports.get(file).local) {
    if (packageOf(target) !== packageOf(file))
      faults.push(`${file}: may import another package by its name only, not ${target}`)
    const other = roomOf(target)
    if (
      room !== undefined &&
      !['wiring', 'testing'].includes(room) &&
      other === undefined &&
      target.startsWith(`${core}/`)
    )
      faults.push(`${file}: ${room} may not import the composition root (${target})`)
    if (room !== undefined && other !== undefined && rooms.indexOf(other) > rooms.indexOf(room))
      faults.push(`${file}: ${room} comes before ${other} and may not import it`)
  }
}
faults.push(...circles())
const forPages = [`${core}/browser.ts`, `${core}/client/index.ts`, `${core}/document/index.ts`]
/** Runs where there is no Node, with the packages that it needs. */
const forTheEdge = [`${core}/webhooks/index.ts`]
for (const start of [...forPages, ...forTheEdge, ...globSync('packages/{ui-elements,ui-editor}/src/{*,page/*}.ts')]) {
  for (const file of reach(start.replaceAll('\\', '/'))) {
    // Of the core a page gets no package either: the elements have a size to keep. Only a designer's HTML is read by
    // the scanner that reads it on the server; a page that fills none leaves it out of its bundle.
    const refused = forPages.includes(start)
      ? imports.get(file).packages.filter((name) => name !== 'htmlparser2' || start !== `${core}/document/index.ts`)
      : imports.get(file).bare.filter(isOfNode)
    if (refused.length > 0) faults.push(`${file}: reaches the browser and imports ${refused.join(', ')}`)
    // The compiler knows these names there, through the types of what the client calls.
    const text = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
    if (/\b(?:process|Buffer|setImmediate)\b[.(]/.test(text))
      faults.push(`${file}: reaches the browser and uses what only Node has`)
  }
}
for (const file of globSync('packages/core/src/**/*.test.ts')) {
  if (
    /\bvi\.(?:mock|doMock|stub\w+|useFakeTimers|setSystemTime)\(|\bvi\.spyOn\((?:globalThis|Date|Math|process|console)\b/.test(
      readFileSync(file, 'utf8'),
    )
  )
    faults.push(`${file}: changes what other files of the project \`units\` see; move it to packages/core/test`)
}
for (const file of globSync(['packages/*/{src,test}/**/*.test.ts', 'examples/*/test/**/*.ts'])) {
  const beside = /^packages\/[^/]+\/src\//.test(file.replaceAll('\\', '/'))
  if (beside && (file.endsWith('.long.test.ts') || startsServer.test(readFileSync(file, 'utf8'))))
    faults.push(`${file}: is slow or starts a server, a process or SMTP; such a test belongs into test/`)
  if (/\b(?:it|test|describe)\.(?:skip|only|todo|fails)\b|\bretry: *[1-9]/.test(readFileSync(file, 'utf8')))
    faults.push(`${file}: a test is skipped, focused or retried`)
}

const all = globSync([
  '{packages,examples}/*/{src,test,scripts}/**/*.ts',
  '{bench,scripts,docs}/**/*.{ts,mjs}',
  '{,.}*.{ts,mjs}',
  'pnpm-workspace.yaml',
  '.ci/run',
  '.github/workflows/*.yml',
]).filter((file) => !file.includes('node_modules'))
for (const file of all) {
  const text = readFileSync(file, 'utf8')
  const lines = text.trimEnd().split('\n').length
  const most = file.endsWith('.test.ts') ? LONGEST_TEST : LONGEST
  if (lines > most && !mayBeLonger.test(file)) faults.push(`${file}: ${lines} lines; at most ${most}, one idea each`)
  // Biome refuses `any`; these comments would silence it, or tsc.
  if (
    /@ts-(?:ignore|nocheck|expect-error)\b|biome-ignore[^\n]*noExplicitAny/.test(text) &&
    !file.endsWith('check-house.mjs')
  )
    faults.push(`${file}: gives a type up`)
  // The formatter leaves comments as they are.
  for (const [index, line] of text.split('\n').entries())
    if (line.length > WIDEST && /^\s*(?:\/\*\* |\* |# )|(?:^|\s)\/\/ /.test(line) && !/https?:/.test(line))
      faults.push(`${file}:${index + 1}: a comment wider than ${WIDEST} columns`)
}

const mapped = [
  ...rooms.map((room) => `${core}/${room}`),
  ...['store-kysely', 'ui-elements', 'ui-editor', 'cli'].map((name) => `packages/${name}/src`),
]
faults.push(...mapFaults(mapped, core), ...architectureFaults(readFileSync('ARCHITECTURE.md', 'utf8'), rooms, mapped))

for (const fault of faults) process.stderr.write(`house: ${fault}\n`)
process.stdout.write(`house: ${all.length} files, ${faults.length} faults\n`)
process.exit(faults.length === 0 ? 0 : 1)

function importsOf(file) {
  const text = readFileSync(file, 'utf8')
  const names = [
    ...text.matchAll(
      /^\s*(?:import|export)\s(?:type\s)?[^'"]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3])
  const valueNames = [...text.matchAll(/^\s*(?:import|export)\s(?!type\s)[^'"]*?from\s*['"]([^'"]+)['"]/gm)].map(
    (match) => match[1],
  )
  const local = (list) =>
    list.filter((name) => name.startsWith('.')).map((name) => normalize(join(dirname(file), name)))
  return {
    bare: names.filter(isPackage),
    packages: valueNames.filter(isPackage),
    local: local(names),
    values: local(valueNames),
  }
}

function isPackage(name) {
  return !name.startsWith('.')
}

function isOfNode(name) {
  return name.startsWith('node:')
}

function packageOf(file) {
  return file.split('/').slice(0, 2).join('/')
}

function roomOf(file) {
  if (!file.startsWith(`${core}/`)) return undefined
  const [room, rest] = relative(core, file).split('/')
  return rest === undefined ? undefined : room
}

function reach(start) {
  const seen = new Set()
  const queue = [start]
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file) || !imports.has(file)) continue
    seen.add(file)
    queue.push(...imports.get(file).values)
  }
  return seen
}

/** Circles of imports that are there at run time; types may refer to each other. */
function circles() {
  const done = new Set()
  const found = new Set()
  const visit = (file, path) => {
    const at = path.indexOf(file)
    if (at >= 0) {
      found.add(`imports go in a circle: ${[...path.slice(at), file].join(' → ')}`)
      return
    }
    if (done.has(file) || !imports.has(file)) return
    for (const next of imports.get(file).values) visit(next, [...path, file])
    done.add(file)
  }
  for (const file of files) visit(file, [])
  return found
}
