import { open as openFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type ColumnMapping, type ImportReport, isSillageError, type SillageApi } from '@sillage/core'
import type { ConfigOption } from './config-option.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { withInstallation } from './find-installation.ts'
import { holdBack } from './held-back.ts'
import { type Progress, showProgress } from './progress.ts'
import { print, printJson, type Terminal } from './terminal.ts'
import { wronglyUsed } from './wrong-use.ts'

/** What `sillage import` is given beside the file. */
export interface ImportWords extends ConfigOption {
  column?: ColumnMapping
  tenant?: string
  unsubscribed?: true
  json?: true
}

/** So many rows that were left out are shown to a person; a program gets all that the report names. */
const shownRows = 10

/** Imports the file; rows that cannot be used are a fault, and the others are added all the same. */
export async function importContacts(
  terminal: Terminal,
  file: string,
  { column, tenant, unsubscribed, json, ...config }: ImportWords,
): Promise<ExitCode> {
  const source = await open(terminal, file)
  return withInstallation(terminal, config, async (sillage) => {
    const { contacts, suppressions } = tenant === undefined ? sillage : sillage.for(tenant)
    const progress = showProgress(terminal, 'Importing', source.bytes)
    const emailHeader = Object.entries(column ?? {}).find(([, field]) => field === 'email')?.[0]
    const read = holdBack(counted(source.chunks, progress), suppressions, {
      unsubscribed: unsubscribed === true,
      emailHeader,
    })
    const report = await imported(contacts, read.chunks, column).finally(() => progress.stop())
    if (json) printJson(terminal, { ...report, heldBack: read.count() })
    else show(terminal, report, read.count())
    return report.invalidCount > 0 ? exitCode.faults : exitCode.fine
  })
}

/** What the words of the command made impossible is wrong use. */
async function imported(
  contacts: SillageApi['contacts'],
  chunks: AsyncIterable<Uint8Array>,
  columns: ColumnMapping | undefined,
): Promise<ImportReport> {
  try {
    return await contacts.import(chunks, { columns })
  } catch (error) {
    if (isSillageError(error, 'missing_owner')) throw wronglyUsed('say whose contacts they are, by --tenant')
    if (isSillageError(error, 'invalid_field') && error.field?.startsWith('columns')) throw wronglyUsed(error.message)
    throw error
  }
}

interface Source {
  chunks: AsyncIterable<Uint8Array>
  bytes: number | undefined
}

async function open({ cwd, input }: Terminal, file: string): Promise<Source> {
  if (file === '-') return { chunks: input, bytes: undefined }
  const path = resolve(cwd, file)
  const opened = await openFile(path).catch((error: NodeJS.ErrnoException) => {
    throw wronglyUsed(error.code === 'ENOENT' ? `there is no file ${path}` : `${path} cannot be read (${error.code})`)
  })
  const about = await opened.stat()
  if (about.isDirectory()) {
    await opened.close()
    throw wronglyUsed(`${path} is a folder; name a file in it`)
  }
  return { chunks: opened.createReadStream(), bytes: about.isFile() ? about.size : undefined }
}

async function* counted(chunks: AsyncIterable<Uint8Array>, progress: Progress): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk
    progress.advance(chunk.length)
  }
}

function show(
  terminal: Terminal,
  { accepted, duplicateCount, invalidCount, invalid }: ImportReport,
  heldBack: number,
): void {
  print(terminal, `${accepted} added, ${duplicateCount} there already, ${invalidCount} left out.`)
  if (heldBack > 0)
    print(terminal, `${heldBack} held back: they had left, or their mail came back, where they come from.`)
  for (const { line, reason } of invalid.slice(0, shownRows)) print(terminal, `  line ${line}: ${reason}`)
  const more = invalidCount - Math.min(invalid.length, shownRows)
  if (more > 0) print(terminal, `  and ${more} more; --json names them`)
}
