import { afterAll, describe } from 'vitest'
import { codeBlocks } from './code-blocks.ts'
import { documents } from './documents.ts'
import { writeBlocks } from './write-blocks.ts'

// Blocks that are test files are tests: importing them registers their tests, as a reader's own runner would.
const blocks = documents().flatMap(({ path, text }) => codeBlocks(path, text))
const tests = blocks.filter(({ file }) => file.endsWith('.test.ts'))
const written = writeBlocks(blocks.filter(({ document }) => tests.some((test) => test.document === document)))
afterAll(written.remove)

for (const test of tests)
  describe(`${test.document}:${test.line}`, async () => {
    await import(/* @vite-ignore */ written.pathOf(test))
  })
