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
      const choices = await ask(terminal, given)
      const { written, kept, install, installDev } = await writeApp(path, choices, force ?? false)
      if (json) return printJson(terminal, { folder: path, written, kept, install, installDev })
      print(terminal, `Written in ${path}: ${written.join(', ')}.`)
      if (kept.length > 0) print(terminal, `Left as they were: ${kept.join(', ')}.`)
      print(terminal, '\nThen, in that folder:')
      if (!kept.includes('package.json')) print(terminal, '  npm install')
      else {
        print(terminal, `  npm install ${install.join(' ')}`)
        print(terminal, `  npm install --save-dev ${installDev.join(' ')}`)
      }
      print(terminal, '  node --env-file-if-exists=.env app.ts        http://localhost:3000/mail/ui')
      print(terminal, '\nand, each in a terminal of its own:')
      print(terminal, '  npx maildev@2                                catches the mails, at http://localhost:1080')
      print(terminal, '  npx sillage doctor                           what is left to do before real mails')
      const key = kept.includes('.env') ? 'Put ADMIN_KEY, a secret, into .env' : 'ADMIN_KEY of .env is the key'
      print(terminal, `\n${key}: the interface asks for it.`)
      if (choices.database === 'postgres')
        print(terminal, 'DATABASE_URL there names the database, which has to exist; its tables are made.')
    })
}
