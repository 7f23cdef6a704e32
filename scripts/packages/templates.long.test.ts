import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Declaration, manifestOf } from '../../packages/ui-elements/scripts/manifest.ts'
import { createProject, type Project } from './create-project.ts'
import { root } from './pack-all.ts'

const packages = ['ui-elements', 'ui-editor']
const elements = packages.flatMap((name) =>
  manifestOf(join(root, 'packages', name)).modules.flatMap(({ declarations }) => declarations),
)
const readme = readFileSync(join(root, 'packages/ui-elements/README.md'), 'utf8')

interface Framework {
  name: string
  packages: string[]
  extension: string
  /** The program that checks the types of templates, with its words. */
  check: string[]
  /** A whole file: a script, and the elements as the framework writes them. */
  page(script: string, markup: string): string
  property(name: string, value: string): string
  listener(event: string, handler: string): string
}

const frameworks: Framework[] = [
  {
    name: 'vue',
    packages: ['vue', 'vue-tsc'],
    extension: 'vue',
    check: ['vue-tsc', '--noEmit', '--pretty', 'false'],
    page: (script, markup) => `<script setup lang="ts">\n${script}\n</script>\n<template>\n${markup}\n</template>\n`,
    property: (name, value) => `:${name}="${value}"`,
    listener: (event, handler) => `@${event}="${handler}"`,
  },
  {
    name: 'svelte',
    packages: ['svelte', 'svelte-check'],
    extension: 'svelte',
    check: ['svelte-check', '--output', 'machine', '--tsconfig', 'tsconfig.json', '--threshold', 'error'],
    page: (script, markup) => `<script lang="ts">\n${script}\n</script>\n${markup}\n`,
    property: (name, value) => `${name}={${value}}`,
    listener: (event, handler) => `on${event}={${handler}}`,
  },
]

const variable = (tag: string) => tag.replaceAll('-', '_')
const heard = (tagName: string, event: string) => `on_${variable(tagName)}_${variable(event)}`
const markup = (tag: string, words: string[]) => `<${tag}\n${words.map((word) => `  ${word}`).join('\n')}\n></${tag}>`
const settable = (members: Declaration['members']) =>
  members.filter(({ kind, readonly }) => kind === 'field' && readonly === undefined).map(({ name }) => name)

/** A module with one of each element, under the type of its class, and a listener for each of its events. */
function things(): string {
  const classes = packages.map((one) => {
    const own = elements.filter(({ tagName }) => tagName.endsWith('editor') === (one === 'ui-editor'))
    return `import type { ${own.map(({ name }) => name).join(', ')} } from '@sillage/${one}'`
  })
  const events = new Set(elements.flatMap((element) => element.events.map(({ type }) => type.text)))
  events.delete('Event')
  return [
    ...classes,
    `import type { ${[...events].join(', ')} } from '@sillage/ui-elements'`,
    ...elements.map(({ tagName, name }) => `export declare const ${variable(tagName)}: ${name}`),
    ...elements.flatMap(({ tagName, events }) =>
      events.map(({ name, type }) => `export declare const ${heard(tagName, name)}: (event: ${type.text}) => void`),
    ),
  ].join('\n')
}

/**
 * Every element with all that its manifest names: properties, in a second one attributes, and events. A switch whose
 * attribute has another name than its property is set by the property alone: as an attribute, `false` would turn it on.
 */
function everything({ name, page, property, listener }: Framework): string {
  const all = elements.flatMap(({ tagName, attributes, members, events }) => [
    markup(tagName, [
      'id="one"',
      ...settable(members).map((field) => property(field, `${variable(tagName)}.${field}`)),
      ...events.map((event) => listener(event.name, heard(tagName, event.name))),
    ]),
    markup(
      tagName,
      attributes
        .filter(({ name, fieldName, type }) => name === fieldName || type.text !== 'boolean')
        .map(({ name, fieldName }) => property(name, `${variable(tagName)}.${fieldName}`)),
    ),
  ])
  const used = elements.flatMap(({ tagName, events }) => [
    variable(tagName),
    ...events.map((event) => heard(tagName, event.name)),
  ])
  const types = packages.map((one) => `import type {} from '@sillage/${one}/${name}'`)
  return page([...types, `import { ${used.join(', ')} } from './things'`].join('\n'), all.join('\n'))
}

/** What is wrong, and what a checker says of it. */
const wrong: { words(framework: Framework): string; said: RegExp }[] = [
  { words: ({ property }) => property('campaignId', '42'), said: /'number' is not assignable to type 'string/ },
  { words: ({ property }) => property('client', 'undefined'), said: /client\\*"?'? does not exist/ },
  { words: ({ listener }) => listener('sillage-saved', 'on_campaign_list_sillage_action'), said: /SillageSavedEvent/ },
]

describe.for(frameworks)('the types for templates of $name', (framework) => {
  const { name, extension, check, page } = framework
  let project: Project
  beforeAll(async () => {
    const ours = packages.map((one) => `@sillage/${one}`)
    project = await createProject({
      node: '24',
      packages: [...ours, ...framework.packages, 'typescript@5.9'],
      tarballs: inject('tarballs'),
      manifest: { type: 'module' },
    })
    const language = { target: 'es2023', lib: ['es2023', 'dom', 'dom.iterable'], types: [], strict: true }
    const modules = { module: 'esnext', moduleResolution: 'bundler', verbatimModuleSyntax: true }
    const compilerOptions = { ...language, ...modules, noEmit: true, skipLibCheck: true }
    const vueCompilerOptions = { strictTemplates: true }
    project.write('tsconfig.json', JSON.stringify({ compilerOptions, vueCompilerOptions, include: ['src'] }))
    project.write('src/things.ts', things())
  })
  afterAll(() => project?.remove())

  const checked = () => project.run(check[0] ?? '', ...check.slice(1))

  it('take the README, and all that the manifest names', async () => {
    const block = new RegExp(`^\`\`\`${extension}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(readme)?.[1]
    if (block === undefined) throw new Error(`expected a block of ${extension} in the README`)
    project.write(`src/Readme.${extension}`, block)
    project.write(`src/Everything.${extension}`, everything(framework))
    await checked()
  })

  it('refuse a property of another type, one that is read only, and a listener of another event', async () => {
    const script = `import type {} from '@sillage/ui-elements/${name}'
import { on_campaign_list_sillage_action } from './things'`
    for (const [at, { words }] of wrong.entries())
      project.write(`src/Wrong${at}.${extension}`, page(script, markup('campaign-stats', [words(framework)])))
    const said = await checked().then(String, (error: Error) => error.message)
    const lines = said.split('\n')
    for (const [at, { said }] of wrong.entries())
      expect(lines.filter((line) => line.includes(`Wrong${at}.`)).join('\n')).toMatch(said)
    expect(lines.filter((line) => /(?:Readme|Everything)\./.test(line))).toEqual([])
  })
})
