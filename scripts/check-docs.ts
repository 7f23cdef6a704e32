// Checks the documents against the code: every block compiles, every link and every named file exists, every error has
// its row.
import { checkErrors } from './docs/check-errors.ts'
import { checkFileNames, checkLinks } from './docs/check-links.ts'
import { checkTypes } from './docs/check-types.ts'
import { codeBlocks } from './docs/code-blocks.ts'
import { documents } from './docs/documents.ts'

const all = documents()
const blocks = all.flatMap(({ path, text }) => codeBlocks(path, text))
const withFiles = all.filter(({ path }) => /^(ARCHITECTURE|CONTRIBUTING|docs\/decisions\/.*)\.md$/.test(path))
const faults = [...checkTypes(blocks), ...checkLinks(all), ...checkErrors(all), ...withFiles.flatMap(checkFileNames)]
for (const fault of faults) process.stderr.write(`docs: ${fault}\n`)
process.stdout.write(`docs: ${all.length} documents, ${blocks.length} code blocks, ${faults.length} faults\n`)
process.exit(faults.length === 0 ? 0 : 1)
