import { readdirSync, readFileSync } from 'node:fs'

const folder = new URL('./corpus/', import.meta.url)

/** The mails of the corpus, by file name, as strings of the exact characters of the files. */
export const corpus: ReadonlyMap<string, string> = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith('.html'))
    .map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]),
)
