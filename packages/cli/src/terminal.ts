import type { Readable, Writable } from 'node:stream'
import { styleText } from 'node:util'

/** Where a command runs, and where its words go. */
export interface Terminal {
  readonly cwd: string
  readonly input: Readable
  /** Takes the answer of a command and nothing else, so that programs can read it. */
  readonly out: Writable
  /** Takes what is said beside the answer: progress, questions, errors. */
  readonly err: Writable & { isTTY?: boolean }
  /** True where a person can be asked: a terminal at both ends, and no CI. */
  readonly interactive: boolean
}

/** Writes a line of the answer. */
export const print = ({ out }: Terminal, text: string): void => void out.write(`${text}\n`)

/** Writes a line beside the answer. */
export const remark = ({ err }: Terminal, text: string): void => void err.write(`${text}\n`)

/** A machine's answer, which is one JSON value. */
export const printJson = (terminal: Terminal, value: unknown): void => print(terminal, JSON.stringify(value, null, 2))

type Format = Parameters<typeof styleText>[0]

/** Colour where the answer goes to a terminal and `NO_COLOR` does not forbid it. */
export const paint = ({ out }: Terminal, format: Format, text: string): string =>
  styleText(format, text, { stream: out as NodeJS.WritableStream })
