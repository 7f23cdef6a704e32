import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CodeBlock } from './code-blocks.ts'
import { root } from './documents.ts'

export interface WrittenBlocks {
  folder: string
  /** Where a block is on the disk. */
  pathOf(block: CodeBlock): string
  remove(): void
}

/** Writes every document's code into a folder of its own, below `docs`, where the packages it imports are found. */
export function writeBlocks(blocks: readonly CodeBlock[]): WrittenBlocks {
  const parent = join(root, 'docs/.blocks')
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(join(parent, 'try-'))
  const pathOf = ({ document, file }: CodeBlock) =>
    join(folder, document.replace(/\.md$/, '').replaceAll('/', '-'), file)
  for (const block of blocks) {
    mkdirSync(dirname(pathOf(block)), { recursive: true })
    writeFileSync(pathOf(block), block.code)
  }
  return { folder, pathOf, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
