import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { type CodeBlock, codeBlocks } from '../docs/code-blocks.ts'
import { root } from './pack-all.ts'

export interface Readme {
  /** The names of its `npm install` line; where there are several, the one with this word in it. */
  install(word?: string): string[]
  blocks: CodeBlock[]
  /** The first page of HTML in it. */
  html: string | undefined
}

/** Takes out of a README what its reader would type. */
export function readme(path: string): Readme {
  const text = readFileSync(join(root, path), 'utf8')
  const commands = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, code = '']) => code.split('\n'))
  const lines = commands.filter((line) => line.startsWith('npm install ')).map((line) => line.split(/\s+/).slice(2))
  const install = (word?: string) => {
    const line = lines.find((words) => word === undefined || words.includes(word))
    if (line === undefined) throw new Error(`${path}: expected a line that begins with npm install and names ${word}`)
    return line
  }
  return { install, blocks: codeBlocks(path, text), html: /^```html\n([\s\S]*?)^```$/m.exec(text)?.[1] }
}

/** The block that is a whole app, or the first of all. Throws when there is none. */
export function mainBlock({ blocks }: Readme, imports = ''): CodeBlock {
  const fitting = blocks.filter(({ code }) => code.includes(imports))
  const block = fitting.find(({ trial }) => trial !== undefined) ?? fitting[0]
  if (block === undefined) throw new Error(`expected a block of code with ${imports}`)
  return block
}

/** The code as an ECMAScript module: nothing but its types is taken away. */
export function asModule({ code }: CodeBlock): string {
  return stripTypeScriptTypes(code)
}

/** The same code as a CommonJS module, which has no top-level await. */
export function asCommonJs(block: CodeBlock): string {
  const { imports, rest } = parts(asModule(block))
  return `'use strict'\n${imports.map(toRequire).join('\n')}\n${inFunction(rest)}`
}

/** The same code as CommonJS that TypeScript compiles. */
export function asCommonTypeScript({ code }: CodeBlock): string {
  const { imports, rest } = parts(code)
  return `${imports.join('\n')}\n${inFunction(rest)}`
}

const statement = /^import\s[^'"]*['"][^'"]+['"]\n/gm

function parts(code: string): { imports: string[]; rest: string } {
  return { imports: code.match(statement) ?? [], rest: code.replace(statement, '').replace(/^export (?=const)/gm, '') }
}

const inFunction = (code: string) => `async function main() {\n${code}\n}\nvoid main()\n`

function toRequire(statement: string): string {
  const [, names, module] = /^import ([\s\S]+?) from '([^']+)'\n$/.exec(statement) ?? []
  if (names === undefined || /^\w+ *,|\*/.test(names)) throw new Error(`cannot be written with require: ${statement}`)
  return `const ${names.replace(/(\w+) as (\w+)/g, '$1: $2')} = require('${module}')`
}
