import { statSync } from 'node:fs'
import { join } from 'node:path'
import { CommanderError } from 'commander'
import { type ExitCode, exitCode } from './exit-code.ts'
import { createProgram } from './program.ts'
import { remark, type Terminal } from './terminal.ts'
import { isUnsaid } from './wrong-use.ts'

/** Runs the command that these words name to its end; never rejects. */
export async function runCommand(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = exitCode.fine
  try {
    readEnvFile(terminal.cwd)
    const program = createProgram(terminal, (ended) => {
      code = ended
    })
    await program.parseAsync(words, { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) {
      if (isUnsaid(error)) remark(terminal, `sillage: ${error.message}`)
      return error.exitCode === 0 ? exitCode.fine : exitCode.wrongUse
    }
    remark(terminal, `sillage: ${await messageOf(error)}`)
    return exitCode.faults
  }
}

/** What the app has from `.env` the command has, too; variables that are set already stay. */
function readEnvFile(cwd: string): void {
  const file = join(cwd, '.env')
  // It may be a folder, of a virtual environment of Python.
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) process.loadEnvFile(file)
}

/** Errors of the library say what to do; of any other where it is from is worth more. */
async function messageOf(error: unknown): Promise<string> {
  // Loaded where it is needed: most of a command's time would be the time to load the core.
  const { isSillageError } = await import('@sillage/core')
  if (isSillageError(error)) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
