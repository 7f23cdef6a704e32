import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Document, root } from './documents.ts'
import { privateWords } from './private-words.ts'
import { readable, withoutMarks } from './readable.ts'

/** All code of the project, whose comments are written for readers too. */
export function sources(): Document[] {
  const paths = globSync(
    [
      'packages/*/{src,test,scripts}/**/*.ts',
      'bench/**/*.ts',
      'examples/*/{src,test}/**/*.ts',
      'scripts/**/*.{ts,mjs}',
    ],
    { cwd: root },
  )
  return paths
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

const patterns = privateWords.map(
  ([phrase, instead]) =>
    [new RegExp(String.raw`(?<![\w-])(?:${phrase.replaceAll(' ', '\\s+')})\b`, 'gi'), instead] as const,
)

/** Private phrases in the comments and titles of these sources, each with its line and what to write instead. */
export function checkWords(files: readonly Document[]): string[] {
  return files.flatMap(({ path, text }) => {
    // Parsing takes ten times as long, and nearly every file is without such phrases even in its code.
    const raw = withoutMarks(text)
    if (!patterns.some(([pattern]) => raw.search(pattern) >= 0)) return []
    const read = readable(path, text)
    const found = patterns.flatMap(([pattern, instead]) =>
      [...read.matchAll(pattern)].map(({ 0: phrase, index }) => ({ index, phrase, instead })),
    )
    return found
      .sort((a, b) => a.index - b.index)
      .map(({ index, phrase, instead }) => {
        const line = read.slice(0, index).split('\n').length
        return `${path}:${line}: “${phrase.replace(/\s+/g, ' ')}” is private English; write: ${instead}`
      })
  })
}
