// Every public export, and every method of a public interface, has a TSDoc comment. `npm run docs:api` makes the
// reference from it.
import { join, relative } from 'node:path'
import ts from 'typescript'
import { publicEntries } from './public-entries.mjs'
import { root } from './toolchain.mjs'

const { config } = ts.readConfigFile(join(root, 'tsconfig.api.json'), ts.sys.readFile)
const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root)
const entries = publicEntries()
const program = ts.createProgram(
  entries.map(({ file }) => file),
  options,
)
const checker = program.getTypeChecker()

const faults = []
const seen = new Set()
for (const { name, file } of entries) {
  const module = checker.getSymbolAtLocation(program.getSourceFile(file))
  // An entry without exports is imported for what it does.
  for (const exported of module === undefined ? [] : exportsOf(module)) {
    const symbol = aliased(exported)
    if (seen.has(symbol)) continue
    seen.add(symbol)
    if (!documented(symbol)) faults.push(`${where(symbol)}: ${exported.name} of ${name} has no TSDoc`)
    for (const method of methodsOf(symbol))
      if (!documented(method)) faults.push(`${where(method)}: ${exported.name}.${method.name} of ${name} has no TSDoc`)
  }
}
for (const fault of faults) process.stderr.write(`api: ${fault}\n`)
process.stdout.write(`api: ${seen.size} exports of ${entries.length} entries, ${faults.length} without words\n`)
process.exit(faults.length === 0 ? 0 : 1)

function aliased(exported) {
  return exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
}

/**
 * With those of the modules that are exported under a name, in place of that name: TypeScript knows of no words for it.
 */
function exportsOf(module) {
  return checker.getExportsOfModule(module).flatMap((exported) => {
    const symbol = aliased(exported)
    return symbol.flags & ts.SymbolFlags.ValueModule ? exportsOf(symbol) : [exported]
  })
}

function documented(symbol) {
  const words = [
    ...symbol.getDocumentationComment(checker),
    // What the manifest of custom elements shows of an element.
    ...symbol.getJsDocTags(checker).flatMap((tag) => (tag.name === 'summary' ? (tag.text ?? []) : [])),
  ]
  return ts.displayPartsToString(words).trim() !== ''
}

function methodsOf(symbol) {
  const members = symbol.declarations?.some(ts.isInterfaceDeclaration) ? [...symbol.members.values()] : []
  return members.filter((member) => member.flags & ts.SymbolFlags.Method)
}

function where(symbol) {
  const [declaration] = symbol.declarations
  const source = declaration.getSourceFile()
  const { line } = source.getLineAndCharacterOfPosition(declaration.getStart())
  return `${relative(root, source.fileName)}:${line + 1}`
}
