#!/usr/bin/env node
import { Console } from 'node:console'
import { runCommand } from './run-command.ts'

// What the host's module prints, as a logger that is `console`, is no part of a command's answer.
globalThis.console = new Console(process.stderr)

// Whoever reads the answer may have read enough, as `head` does; the command is done to its end all the same.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

const code = await runCommand(process.argv.slice(2), {
  cwd: process.cwd(),
  input: process.stdin,
  out: process.stdout,
  err: process.stderr,
  interactive: process.stdin.isTTY === true && process.stderr.isTTY === true && !process.env.CI,
})
// The host's module may have opened what keeps a process alive, as a pool of its own.
for (const stream of [process.stdout, process.stderr]) await new Promise((written) => stream.write('', written))
process.exit(code)
