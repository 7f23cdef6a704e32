import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, describe } from 'vitest'
import { noWordIsLeft, noWordOfOneIsLeft, type OpenedStore } from '../../core/test/erasure/no-word-left.ts'
import { sqliteStore } from '../src/index.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

const copy = 'process.stdout.write(require("node:fs").readFileSync(process.argv[1]))'
/** By another process: this one would lose the locks of SQLite by closing the file. */
const read = (file: string): Buffer => execFileSync(process.execPath, ['-e', copy, file], { maxBuffer: 2 ** 30 })

async function open(prepare: (filename: string) => void = () => {}): Promise<OpenedStore> {
  const folder = await mkdtemp(join(tmpdir(), 'sillage-erasure-'))
  folders.push(folder)
  const filename = join(folder, 'sillage.db')
  prepare(filename)
  const places = async () => {
    const files = [filename, `${filename}-wal`, `${filename}-shm`].filter((file) => existsSync(file))
    return Object.fromEntries(files.map((file) => [file, read(file)]))
  }
  return { store: sqliteStore({ filename }), places, afterwards: places }
}

describe('in a small file', () => noWordIsLeft(() => open()))

describe('in a file that is too large to be written anew', () =>
  noWordOfOneIsLeft(() =>
    open((filename) => {
      const host = new Database(filename)
      host.exec('create table host (content blob); insert into host values (zeroblob(17000000))')
      host.close()
    }),
  ))
