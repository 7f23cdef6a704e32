import { existsSync, statSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { wronglyUsed } from '../wrong-use.ts'
import { appFile } from './app-file.ts'
import type { InitChoices } from './choices.ts'
import { installationFile } from './installation-file.ts'
import { dependenciesOf, devDependencies, projectFiles } from './project-files.ts'

/** What became of each file, and what the app needs, as words of `npm install`. */
export interface Written {
  written: string[]
  /** Files of a project that is there already; the app does without ours. */
  kept: string[]
  install: string[]
  installDev: string[]
}

/**
 * Writes the app, and what a project needs around it where that is missing. Refuses before it writes anything where a
 * file of the app is there already, unless `replace`.
 */
export async function writeApp(folder: string, choices: InitChoices, replace: boolean): Promise<Written> {
  const app = { 'sillage.ts': installationFile(choices), 'app.ts': appFile(choices) }
  const isThere = (name: string) => existsSync(join(folder, name))
  const inTheWay = Object.keys(app).filter(isThere)
  if (inTheWay.length > 0 && !replace)
    throw wronglyUsed(`${inTheWay.join(' and ')} in ${folder} would be replaced: name another folder, or say --force`)
  const project = Object.entries(projectFiles(choices))
  const kept = project.map(([name]) => name).filter(isThere)
  const files = [...Object.entries(app), ...project.filter(([name]) => !kept.includes(name))]
  await makeFolder(folder).catch((error: NodeJS.ErrnoException) => {
    throw wronglyUsed(`the folder ${folder} cannot be made (${error.code}): name another`)
  })
  for (const [name, text] of files) await writeFile(join(folder, name), text, { mode: name === '.env' ? 0o600 : 0o644 })
  return {
    written: files.map(([name]) => name),
    kept,
    install: wordsOf(dependenciesOf(choices)),
    installDev: wordsOf(devDependencies(choices)),
  }
}

/**
 * A level at a time: `recursive` asks without end for a folder in which nothing can be made and which is there, as
 * /proc.
 */
async function makeFolder(folder: string): Promise<void> {
  if (!existsSync(folder)) {
    await makeFolder(dirname(folder))
    await mkdir(folder)
  } else if (!statSync(folder).isDirectory()) {
    throw Object.assign(new Error(`${folder} is a file`), { code: 'ENOTDIR' })
  }
}

const wordsOf = (ranges: Readonly<Record<string, string>>): string[] =>
  Object.entries(ranges).map(([name, range]) => `${name}@${range}`)
