import { Command } from 'commander'
import { addDoctor } from './commands/doctor.ts'
import { addImport } from './commands/import.ts'
import { addInit } from './commands/init.ts'
import { addMigrate } from './commands/migrate.ts'
import { addSql } from './commands/sql.ts'
import type { ExitCode } from './exit-code.ts'
import { packageVersion } from './package-version.ts'
import type { Terminal } from './terminal.ts'

/** Says how the command ended; without it, nothing was wrong. */
export type End = (code: ExitCode) => void

/** Adds a command to the program. */
export type AddCommand = (program: Command, terminal: Terminal, end: End) => void

const columns = 80
const commands: readonly AddCommand[] = [addInit, addDoctor, addMigrate, addSql, addImport]

/** The whole command line, as data: which commands there are, and what each takes. */
export function createProgram(terminal: Terminal, end: End): Command {
  const program = new Command('sillage')
    .description('Email campaigns in your own app: what is done beside it.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this; after a command, what it takes')
    .helpCommand(false)
    .addHelpText('after', '\nIt exits with 0 when all is well, 1 when it found faults, 2 when called wrongly.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out.write(text),
      writeErr: (text) => terminal.err.write(text),
      getOutHelpWidth: () => columns,
      getErrHelpWidth: () => columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .showHelpAfterError('(--help shows what it takes)')
  for (const add of commands) add(program, terminal, end)
  return program
}
