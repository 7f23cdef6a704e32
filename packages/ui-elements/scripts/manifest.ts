import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import ts from 'typescript'

interface Documented {
  name: string
  description: string
}

interface Member extends Documented {
  kind: 'field' | 'method'
  type: { text: string }
  attribute?: string
  readonly?: true
}

export interface Declaration {
  kind: 'class'
  customElement: true
  name: string
  tagName: string
  summary: string
  description: string
  attributes: (Documented & { fieldName: string; type: { text: string } })[]
  members: Member[]
  events: (Documented & { type: { text: string } })[]
  slots: Documented[]
  cssParts: Documented[]
  cssProperties: Documented[]
}

/** What all elements of a package are made of. */
const bases = ['sillage-element.ts', 'writing-element.ts']

/**
 * The public elements, read from their class comments and declared members, in the shape of a custom elements manifest.
 */
export function manifestOf(folder: string) {
  const files = globSync('src/components/*/*.ts', { cwd: folder }).sort()
  const tags = readFileSync(join(folder, 'src/elements-by-tag.ts'), 'utf8')
  const styles = readFileSync(join(folder, 'src/styles/tokens.styles.ts'), 'utf8')
  const base = bases.map((name) => join(folder, 'src/components', name)).find(existsSync)
  const shared = base === undefined ? [] : membersOf(parse(base))
  const themes = themeOf(styles)
  const modules = files.flatMap((file) => {
    const path = file.replaceAll('\\', '/')
    const name = basename(path, '.ts')
    if (!tags.includes(`'${name}':`)) return []
    const declaration = declarationOf(parse(join(folder, path)), name, shared, themes)
    return declaration === undefined ? [] : [moduleOf(path, declaration)]
  })
  return { schemaVersion: '2.1.0', readme: 'README.md', modules }
}

/** Those of all elements, each once. */
export function customProperties(declarations: readonly Declaration[]): Documented[] {
  const all = declarations.flatMap(({ cssProperties }) => cssProperties)
  return [...new Map(all.map((one) => [one.name, one])).values()]
}

function moduleOf(path: string, declaration: Declaration) {
  const reference = { name: declaration.name, module: path }
  return {
    kind: 'javascript-module',
    path,
    declarations: [declaration],
    exports: [
      { kind: 'js', name: declaration.name, declaration: reference },
      { kind: 'custom-element-definition', name: declaration.tagName, declaration: reference },
    ],
  }
}

function parse(path: string): ts.SourceFile {
  return ts.createSourceFile(relative('.', path), readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
}

function classOf(file: ts.SourceFile): ts.ClassDeclaration | undefined {
  return file.statements.find((node) => ts.isClassDeclaration(node))
}

function declarationOf(file: ts.SourceFile, tagName: string, shared: Member[], themes: Documented[]) {
  const node = classOf(file)
  if (node?.name === undefined) return undefined
  const tags = ts.getJSDocTags(node)
  const own = membersOf(file)
  const heritage = node.heritageClauses?.[0]?.types[0]?.expression.getText(file)
  const members = heritage === 'LitElement' ? own : [...shared, ...own]
  const texts = (name: string) => tags.filter((tag) => tag.tagName.text === name).map(commentOf)
  const declaration: Declaration = {
    kind: 'class',
    customElement: true,
    name: node.name.text,
    tagName,
    summary: texts('summary')[0]?.split('\n\n')[0]?.replaceAll('\n', ' ') ?? '',
    description: texts('summary')[0] ?? '',
    attributes: members.flatMap(({ attribute, name, description, type }) =>
      attribute === undefined ? [] : [{ name: attribute, fieldName: name, description, type }],
    ),
    members,
    events: texts('event').map((text) => {
      const [, type = 'Event', rest = ''] = /^\{(\w+)\} *([\s\S]*)$/.exec(text) ?? [undefined, undefined, text]
      return { ...named(rest), type: { text: type } }
    }),
    slots: texts('slot').map(named),
    cssParts: texts('csspart').map(named),
    cssProperties: [...texts('cssproperty').map(named), ...themes],
  }
  return declaration
}

/** `name - what it is`; the default slot has no name. */
function named(text: string): Documented {
  const [, name = '', description = ''] = /^(\S*?) *- ([\s\S]*)$/.exec(text.replaceAll('\n', ' ')) ?? []
  return { name, description }
}

function commentOf(tag: ts.JSDocTag): string {
  return (ts.getTextOfJSDocComment(tag.comment) ?? '').trim()
}

/** Fields that are properties of the element and methods for its host; private ones are left out. */
function membersOf(file: ts.SourceFile): Member[] {
  const node = classOf(file)
  const attributes = attributesOf(node, file)
  return (node?.members ?? []).flatMap((member): Member[] => {
    const hidden =
      ts.getCombinedModifierFlags(member) &
      (ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Static)
    const description =
      ts
        .getJSDocCommentsAndTags(member)
        .flatMap((doc) => (ts.isJSDoc(doc) ? (ts.getTextOfJSDocComment(doc.comment) ?? '') : []))[0] ?? ''
    if (hidden !== 0 || member.name === undefined || !ts.isIdentifier(member.name) || description === '') return []
    const name = member.name.text
    if (ts.isMethodDeclaration(member)) {
      const parameters = member.parameters.map((parameter) => parameter.getText(file)).join(', ')
      return [
        {
          kind: 'method',
          name,
          description,
          type: { text: `(${parameters}) => ${member.type?.getText(file) ?? 'void'}` },
        },
      ]
    }
    // The words of a pair stand at what reads it.
    if (!ts.isPropertyDeclaration(member) && !ts.isGetAccessor(member)) return []
    const field: Member = { kind: 'field', name, description, type: { text: member.type?.getText(file) ?? 'unknown' } }
    const attribute = attributes.get(name)
    if (attribute !== undefined) field.attribute = attribute
    if (isReadOnly(member, node)) field.readonly = true
    return [field]
  })
}

/** Declared so, or read by a function that no other sets. */
function isReadOnly(member: ts.PropertyDeclaration | ts.GetAccessorDeclaration, node?: ts.ClassDeclaration): boolean {
  if (ts.isPropertyDeclaration(member)) return (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Readonly) !== 0
  return !node?.members.some((one) => ts.isSetAccessor(one) && one.name.getText() === member.name.getText())
}

/** The attribute of each property: its own name in lower case, unless `static properties` says otherwise. */
function attributesOf(node: ts.ClassDeclaration | undefined, file: ts.SourceFile): Map<string, string> {
  const found = new Map<string, string>()
  const properties = node?.members.find((member) => member.name?.getText(file) === 'properties')
  if (properties === undefined || !ts.isPropertyDeclaration(properties)) return found
  const list = properties.initializer
  if (list === undefined || !ts.isObjectLiteralExpression(list)) return found
  for (const property of list.properties) {
    if (!ts.isPropertyAssignment(property)) continue
    const name = property.name.getText(file)
    const options = property.initializer.getText(file)
    if (/attribute: false|state: true/.test(options)) continue
    found.set(name, /attribute: '([^']+)'/.exec(options)?.[1] ?? name.toLowerCase())
  }
  return found
}

/** The custom properties a page may set, with their default values. */
function themeOf(styles: string): Documented[] {
  return [...styles.matchAll(/var\(\s*(--sillage-[\w-]+),\s*([^;]*)\);/g)].map(([, name = '', value = '']) => ({
    name,
    description: `Default: ${value.replaceAll(/\s+/g, ' ').trim()}`,
  }))
}
