// Checks the documents against the code: every block compiles, every link and every named file exists, every error has
// its row, and what contributors read names nothing that is gone. And the comments of the code against the list of
// phrases that readers stumble over.
import { checkErrors } from './docs/check-errors.ts'
import { checkFindings } from './docs/check-findings.ts'
import { checkLength } from './docs/check-length.ts'
import { checkFileNames, checkLinks } from './docs/check-links.ts'
import { checkNames } from './docs/check-names.ts'
import { checkTypes } from './docs/check-types.ts'
import { checkWords, sources } from './docs/check-words.ts'
import { codeBlocks } from './docs/code-blocks.ts'
import { documents } from './docs/documents.ts'

const all = documents()
const blocks = all.flatMap(({ path, text }) => codeBlocks(path, text))
const withFiles = all.filter(({ path }) => /^(ARCHITECTURE|CONTRIBUTING|docs\/decisions\/.*)\.md$/.test(path))
const ofHouse = all.filter(({ path }) => /^(ARCHITECTURE|CONTRIBUTING|packages\/[^/]+\/src\/.*)\.md$/.test(path))
const code = sources()
const faults = [
  ...checkTypes(blocks),
  ...checkLinks(all),
  ...checkErrors(all),
  ...checkFindings(all),
  ...all.flatMap(checkLength),
  ...withFiles.flatMap(checkFileNames),
  ...checkNames(ofHouse, code),
  ...checkWords(code),
]
for (const fault of faults) process.stderr.write(`docs: ${fault}\n`)
process.stdout.write(
  `docs: ${all.length} documents, ${blocks.length} code blocks, comments of ${code.length} files, ${faults.length} faults\n`,
)
process.exit(faults.length === 0 ? 0 : 1)
