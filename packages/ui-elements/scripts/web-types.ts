import { customProperties, type Declaration, type manifestOf } from './manifest.ts'

interface Package {
  name: string
  version: string
}

/** The manifest as the editors of JetBrains read it, named by `web-types` of a package.json. */
export function webTypesOf({ modules }: ReturnType<typeof manifestOf>, { name, version }: Package) {
  const declarations = modules.flatMap((module) => module.declarations)
  return {
    $schema: 'https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json',
    name,
    version,
    'js-types-syntax': 'typescript',
    'description-markup': 'markdown',
    contributions: {
      html: { elements: declarations.map(elementOf) },
      css: { properties: customProperties(declarations) },
    },
  }
}

function elementOf({ tagName, description, attributes, slots, members, events, cssParts }: Declaration) {
  const settable = members.filter(({ kind, readonly }) => kind === 'field' && readonly === undefined)
  return {
    name: tagName,
    description,
    attributes: attributes.map(({ name, description, type }) => ({
      name,
      description,
      value: attributeValue(type.text),
    })),
    slots,
    js: {
      properties: settable.map(({ name, description, type }) => ({ name, description, type: type.text })),
      events: events.map(({ name, description, type }) => ({ name, description, type: type.text })),
    },
    css: { parts: cssParts },
  }
}

function attributeValue(type: string) {
  return type === 'boolean' ? { kind: 'no-value', type } : { kind: 'plain', type }
}
