/** How a block of a document is tried, beyond being compiled: run until it ends, or served as an app. */
type Trial = 'run' | 'serve'

/** A block of TypeScript or JavaScript in a document. */
export interface CodeBlock {
  /** Path of the document from the root. */
  document: string
  /** Line of the fence. */
  line: number
  /** The file it is, from a first line such as `// app.ts`; without one a name of its own. */
  file: string
  code: string
  trial: Trial | undefined
  /** The `text` block right after one that is run: what it prints. */
  prints: string | undefined
}

const languages: Readonly<Record<string, string>> = { ts: 'ts', tsx: 'tsx', js: 'mjs' }
const fileLine = /^\/\/ ((?:[\w.[\]-]+\/)*[\w.[\]-]+\.(?:tsx?|mjs))(?=[\s,:]|$)/

/**
 * Takes the code out of a document. Throws when two blocks claim one file, one imports a file that no reader has, or a
 * fence says something unknown.
 */
export function codeBlocks(document: string, markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = []
  const lines = markdown.split('\n')
  for (let at = 0; at < lines.length; at += 1) {
    const fence = /^```(\S*) *(.*)$/.exec(lines[at] ?? '')
    if (fence === null) continue
    const end = lines.indexOf('```', at + 1)
    if (end < 0) throw new Error(`${document}:${at + 1}: this block is never closed`)
    const code = lines.slice(at + 1, end).join('\n')
    const [, language = '', words = ''] = fence
    const previous = blocks.at(-1)
    if (language === 'text' && previous?.trial === 'run' && onlyBlank(lines, previous, at)) previous.prints = code
    const extension = languages[language]
    if (extension !== undefined) {
      if (!['', 'run', 'serve'].includes(words))
        throw new Error(`${document}:${at + 1}: expected run, serve or nothing after ${language}, got ${words}`)
      const file = fileLine.exec(code)?.[1] ?? `block-${at + 1}.${extension}`
      if (blocks.some((block) => block.file === file))
        throw new Error(`${document}:${at + 1}: two blocks of this document are ${file}`)
      // Who copies it has the file that is named, and Node looks for no other.
      if (/ from '\.{1,2}\/[^']*\.js'/.test(code))
        throw new Error(`${document}:${at + 1}: import the block that is meant under its own name, which ends in .ts`)
      const trial = words === '' ? undefined : (words as Trial)
      blocks.push({ document, line: at + 1, file, code, trial, prints: undefined })
    }
    at = end
  }
  return blocks
}

function onlyBlank(lines: readonly string[], block: CodeBlock, until: number): boolean {
  const after = block.line + block.code.split('\n').length + 1
  return lines.slice(after, until).every((line) => line.trim() === '')
}
