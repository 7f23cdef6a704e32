import { customProperties, type manifestOf } from './manifest.ts'
import { wordsInType } from './words-in-type.ts'

type Manifest = ReturnType<typeof manifestOf>

const declarationsOf = ({ modules }: Manifest) => modules.flatMap((module) => module.declarations)

/** Tags and attributes as VS Code reads them, from a file that `html.customData` names. */
export function htmlDataOf(manifest: Manifest) {
  const tags = declarationsOf(manifest).map(({ tagName, description, attributes }) => ({
    name: tagName,
    description,
    attributes: attributes.map(({ name, description, type }) => ({
      name,
      description,
      ...(type.text === 'boolean' ? noValue : { values: wordsInType(type.text).map((word) => ({ name: word })) }),
    })),
  }))
  return { version: 1.1, tags }
}
const noValue = { valueSet: 'v' }

/** Custom properties as VS Code reads them, from a file that `css.customData` names. */
export function cssDataOf(manifest: Manifest) {
  return { version: 1.1, properties: customProperties(declarationsOf(manifest)) }
}
