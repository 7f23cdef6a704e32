import { CommanderError } from 'commander'
import { exitCode } from './exit-code.ts'

const code = 'sillage.wrongUse'

/** A command that was called in a way that cannot work; the message says how it can. */
export const wronglyUsed = (message: string): CommanderError => new CommanderError(exitCode.wrongUse, code, message)

/** What commander itself found wrong it has said by itself; this has not been said yet. */
export const isUnsaid = (error: CommanderError): boolean => error.code === code
