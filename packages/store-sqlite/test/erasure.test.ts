import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { noWordIsLeft } from '../../core/test/erasure/no-word-left.ts'
import { sqliteStore } from '../src/index.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

const copy = 'process.stdout.write(require("node:fs").readFileSync(process.argv[1]))'
/** By another process: this one would lose the locks of SQLite by closing the file. */
const read = (file: string): Buffer => execFileSync(process.execPath, ['-e', copy, file], { maxBuffer: 2 ** 30 })

noWordIsLeft(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sillage-erasure-'))
  folders.push(folder)
  const filename = join(folder, 'sillage.db')
  const places = async () => {
    const files = [filename, `${filename}-wal`, `${filename}-shm`].filter((file) => existsSync(file))
    return Object.fromEntries(files.map((file) => [file, read(file)]))
  }
  return { store: sqliteStore({ filename }), places, afterwards: places }
})
