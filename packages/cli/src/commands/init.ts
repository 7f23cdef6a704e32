import { resolve } from 'node:path'
import { InvalidArgumentError, Option } from 'commander'
import { ask } from '../init/ask.ts'
import { databases, expectedSender, frameworks, type InitChoices, isSender } from '../init/choices.ts'
import { writeApp } from '../init/write-app.ts'
import type { AddCommand } from '../program.ts'
import { print, printJson } from '../terminal.ts'

interface Options extends Partial<InitChoices> {
  force?: true
  json?: true
}

function sender(text: string): string {
  if (!isSender(text)) throw new InvalidArgumentError(`${expectedSender}.`)
  return text
}

/** Writes an app that sends and shows campaigns, to begin with or to take parts of. */
export const addInit: AddCommand = (program, terminal) => {
  program
    .command('init')
    .description('write an app that sends campaigns')
    .argument('[folder]', 'where; made when it is not there', '.')
    .addOption(new Option('--framework <name>', 'what serves the routes').choices(frameworks))
    .addOption(new Option('--database <name>', 'where everything is kept').choices(databases))
    .option('--from <sender>', 'as "Port Services <hello@port.example>"', sender)
    .option('--force', 'replace sillage.ts and app.ts where they are there already')
    .option('--json', 'answer as JSON')
    .action(async (folder: string, { force, json, ...given }: Options) => {
      const path = resolve(terminal.cwd, folder)
      const { written, kept, install, installDev } = await writeApp(path, await ask(terminal, given), force ?? false)
      if (json) return printJson(terminal, { folder: path, written, kept, install, installDev })
      print(terminal, `Written in ${path}: ${written.join(', ')}.`)
      if (kept.length > 0) print(terminal, `Left as they were: ${kept.join(', ')}.`)
      print(terminal, '\nThen, in that folder:')
      if (!kept.includes('package.json')) print(terminal, '  npm install')
      else {
        print(terminal, `  npm install ${install.join(' ')}`)
        print(terminal, `  npm install --save-dev ${installDev.join(' ')}`)
      }
      print(terminal, '  npx maildev                                  catches the mails, on port 1025')
      print(terminal, '  node --env-file-if-exists=.env app.ts        http://localhost:3000/mail/ui')
      print(terminal, '  npx sillage doctor                           what is left to do before real mails')
      print(terminal, '\nThe key that the interface asks for is ADMIN_KEY of .env.')
    })
}
