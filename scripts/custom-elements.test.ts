import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { manifestOf } from '../packages/ui-elements/scripts/manifest.ts'

const folder = join(import.meta.dirname, '../packages/ui-elements')
const readme = readFileSync(join(folder, 'README.md'), 'utf8')
const elements = manifestOf(folder).modules.flatMap(({ declarations }) => declarations)

test('the manifest has all thirteen elements, each with its summary and base URL', () => {
  expect(elements.map(({ tagName }) => tagName)).toEqual([
    'campaign-composer',
    'campaign-list',
    'campaign-manager',
    'campaign-progress',
    'campaign-results',
    'campaign-settings',
    'campaign-stats',
    'campaign-toasts',
    'contact-manager',
    'sillage-provider',
    'suppression-list',
    'template-manager',
    'webhook-list',
  ])
  for (const { summary, attributes } of elements) {
    expect(summary.length).toBeGreaterThan(20)
    expect(attributes.map(({ name }) => name)).toContain('base-url')
  }
})

test('attributes, methods, events and parts are read from the class', () => {
  const stats = elements.find(({ tagName }) => tagName === 'campaign-stats')
  expect(stats?.attributes.map(({ name, fieldName, type }) => [name, fieldName, type.text])).toContainEqual([
    'campaign-id',
    'campaignId',
    'string | undefined',
  ])
  expect(stats?.cssParts.map(({ name }) => name)).toEqual(['base', 'card', 'indicator'])
  expect(stats?.members.map(({ name }) => name)).not.toContain('stats')
  const list = elements.find(({ tagName }) => tagName === 'campaign-list')
  expect(list?.members).toContainEqual(expect.objectContaining({ kind: 'method', name: 'reload' }))
  expect(list?.events.map(({ name, type }) => [name, type.text])).toContainEqual([
    'sillage-details',
    'SillageDetailsEvent',
  ])
})

test.each(elements.map((element) => [element.tagName, element] as const))(
  'the README names what %s offers',
  (_, element) => {
    const { tagName, attributes, events, slots, cssParts, cssProperties, members } = element
    const methods = members.filter(({ kind }) => kind === 'method').map(({ name }) => `\`${name}(`)
    const names = [attributes, events, slots, cssParts, cssProperties]
      .flat()
      .flatMap(({ name }) => (name === '' ? [] : [`\`${name}\``]))
    const missing = [`\`<${tagName}>\``, ...names, ...methods].filter((name) => !readme.includes(name))
    expect(missing).toEqual([])
  },
)

test('the manifest of the editor has what its README names', () => {
  const editor = join(import.meta.dirname, '../packages/ui-editor')
  const words = readFileSync(join(editor, 'README.md'), 'utf8')
  const [declaration, filling] = manifestOf(editor).modules.flatMap(({ declarations }) => declarations)
  expect([declaration?.tagName, filling?.tagName]).toEqual(['sillage-editor', 'sillage-template-editor'])
  const all = [...(declaration?.members ?? []), ...(filling?.members ?? [])]
  expect(filling?.members.map(({ name }) => name)).toContain('latest')
  expect(declaration?.attributes.map(({ name }) => name)).toEqual(['disabled', 'readonly', 'no-preheader'])
  expect(declaration?.events.map(({ name }) => name)).toEqual(['input', 'change'])
  const members = all.map(({ kind, name }) => (kind === 'method' ? `\`${name}(` : `\`${name}\``))
  const parts = declaration?.cssParts.map(({ name }) => `\`${name}\``) ?? []
  expect(members).toEqual(expect.arrayContaining(['`value`', '`html`', '`notes`', '`insertText(']))
  expect([...members, ...parts].filter((name) => !words.includes(name))).toEqual([])
})
