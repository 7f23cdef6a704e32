// Packs every package and checks the tarballs as their users get them: publint, attw, and the rules of this house.
// `npm run check:packages` builds first.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { problemKindInfo } from '@arethetypeswrong/core/problems'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { houseRules } from './house-rules.ts'
import { type Packed, packAll } from './pack-all.ts'

const folder = mkdtempSync(join(tmpdir(), 'sillage-packages-'))
let count = 0
try {
  for (const packed of packAll(folder)) {
    const faults = [...houseRules(packed), ...(await linted(packed)), ...(await typesWrong(packed))]
    for (const fault of faults) process.stderr.write(`${packed.manifest.name}: ${fault}\n`)
    count += faults.length
    const kilobytes = Math.ceil(packed.bytes.length / 1024)
    process.stdout.write(
      `${packed.manifest.name}@${packed.manifest.version}: ${packed.files.length} files, ${kilobytes} KB, ${faults.length} faults\n`,
    )
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = count === 0 ? 0 : 1

/** All findings of publint, suggestions too. */
async function linted({ bytes }: Packed): Promise<string[]> {
  const { messages, pkg } = await publint({ pack: { tarball: bytes.buffer } })
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false }) ?? message.code}`)
}

/** The findings of attw for any entry, under every way of resolving it; a program has no entry and no types. */
async function typesWrong({ bytes, manifest }: Packed): Promise<string[]> {
  if (manifest.bin !== undefined && Object.keys(manifest.exports).join() === './package.json') return []
  const result = await checkPackage(createPackageFromTarballData(bytes), { excludeEntrypoints: [/\.json$/] })
  if (!result.types) return ['attw: no types']
  // The elements are for browsers and ESM alone; Node's `require` reads ESM, from the oldest Node that is supported.
  const esmOnly = (entry: string) => !JSON.stringify(manifest.exports[entry] ?? {}).includes('"require"')
  return result.problems
    .filter((problem) => !(problem.kind === 'CJSResolvesToESM' && esmOnly(problem.entrypoint)))
    .map((problem) => `attw: ${problemKindInfo[problem.kind].title}: ${JSON.stringify(problem)}`)
}
