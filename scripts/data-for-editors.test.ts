import { join } from 'node:path'
import { expect, test } from 'vitest'
import { getCSSLanguageService, newCSSDataProvider, TextDocument } from 'vscode-css-languageservice'
import { getLanguageService, newHTMLDataProvider } from 'vscode-html-languageservice'
import { manifestOf } from '../packages/ui-elements/scripts/manifest.ts'
import { cssDataOf, htmlDataOf } from '../packages/ui-elements/scripts/vscode-data.ts'
import { webTypesOf } from '../packages/ui-elements/scripts/web-types.ts'

const manifests = ['ui-elements', 'ui-editor'].map((name) => manifestOf(join(import.meta.dirname, '../packages', name)))
const elements = manifests.flatMap(({ modules }) => modules).flatMap(({ declarations }) => declarations)
const names = (list: readonly { name: string }[]) => list.map(({ name }) => name).sort()

const html = getLanguageService({
  customDataProviders: manifests.map((one, at) => newHTMLDataProvider(`sillage-${at}`, htmlDataOf(one) as never)),
})

/** What VS Code offers where `|` stands. */
function offered(text: string): string[] {
  const at = text.indexOf('|')
  const document = TextDocument.create('page.html', 'html', 1, text.replace('|', ''))
  const list = html.doComplete(document, document.positionAt(at), html.parseHTMLDocument(document))
  return list.items.map(({ label }) => label)
}

test.each(elements)('VS Code offers $tagName, its attributes and their words', ({ tagName, attributes }) => {
  expect(offered('<|')).toContain(tagName)
  expect(offered(`<${tagName} |`)).toEqual(expect.arrayContaining(names(attributes)))
  for (const { name, type } of attributes) {
    const words = [...type.text.matchAll(/'([\w-]+)'/g)].map(([, word = '']) => word)
    expect(offered(`<${tagName} ${name}="|"`).filter((word) => words.includes(word))).toEqual(words)
  }
})

test('VS Code offers the custom properties of a theme', () => {
  const css = getCSSLanguageService({
    useDefaultDataProvider: false,
    customDataProviders: manifests.map((one) => newCSSDataProvider(cssDataOf(one) as never)),
  })
  const document = TextDocument.create('page.css', 'css', 1, 'a { --sill }')
  const list = css.doComplete(document, { line: 0, character: 10 }, css.parseStylesheet(document))
  const all = new Set(elements.flatMap(({ cssProperties }) => names(cssProperties)))
  expect(list.items.map(({ label }) => label)).toEqual(expect.arrayContaining([...all]))
})

test('the web-types have all that the manifest has, and of members those that can be set', () => {
  const contributions = manifests.map((one) => webTypesOf(one, { name: 'some', version: '1.0.0' }).contributions)
  const types = contributions.flatMap(({ html }) => html.elements)
  expect(types.map(({ name }) => name)).toEqual(elements.map(({ tagName }) => tagName))
  for (const [at, { attributes, slots, js, css }] of types.entries()) {
    const element = elements[at]
    expect(names(attributes)).toEqual(names(element?.attributes ?? []))
    expect(names(slots)).toEqual(names(element?.slots ?? []))
    expect(names(js.events)).toEqual(names(element?.events ?? []))
    expect(names(css.parts)).toEqual(names(element?.cssParts ?? []))
    const attributed = element?.attributes.map(({ fieldName }) => fieldName) ?? []
    expect(names(js.properties)).toEqual(expect.arrayContaining(attributed))
  }
  const colours = new Set(contributions.flatMap(({ css }) => names(css.properties)))
  expect(colours).toEqual(new Set(elements.flatMap(({ cssProperties }) => names(cssProperties))))
  const properties = new Set(types.flatMap(({ js }) => names(js.properties)))
  expect(['client', 'activeContext', 'html', 'notes', 'ready', 'show'].filter((name) => properties.has(name))).toEqual(
    [],
  )
  expect(['value', 'context', 'upload'].filter((name) => properties.has(name))).toHaveLength(3)
})
