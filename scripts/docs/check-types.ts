import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { CodeBlock } from './code-blocks.ts'
import { root } from './documents.ts'
import { writeBlocks } from './write-blocks.ts'

const config = {
  extends: '../../../tsconfig.base.json',
  compilerOptions: {
    lib: ['ES2024', 'DOM', 'DOM.Iterable'],
    module: 'ESNext',
    moduleResolution: 'Bundler',
    moduleDetection: 'force',
    jsx: 'react-jsx',
    allowJs: true,
    checkJs: true,
    allowArbitraryExtensions: true,
  },
  include: ['**/*'],
}

/** The compiler's errors in the code of the documents, with the document and its line. */
export function checkTypes(blocks: readonly CodeBlock[]): string[] {
  const written = writeBlocks(blocks)
  try {
    writeFileSync(join(written.folder, 'tsconfig.json'), JSON.stringify(config))
    const { stdout, status } = spawnSync('tsc', ['-p', written.folder, '--pretty', 'false'], {
      cwd: root,
      encoding: 'utf8',
    })
    const faults = stdout
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => told(line, blocks, written.pathOf))
    return status === 0 || faults.length > 0 ? faults : ['the compiler could not be run']
  } finally {
    written.remove()
  }
}

function told(line: string, blocks: readonly CodeBlock[], pathOf: (block: CodeBlock) => string): string {
  const [, path = '', number, message] = /^(.+?)\((\d+),\d+\): (.*)$/.exec(line) ?? []
  const block = blocks.find((one) => pathOf(one) === resolve(root, path))
  return block === undefined ? line : `${block.document}:${block.line + Number(number)}: ${message}`
}
