import { describe, expect, it } from 'vitest'
import { codeBlocks } from './code-blocks.ts'

const fence = '```'
const block = (info: string, code: string) => `${fence}${info}\n${code}\n${fence}\n`

describe('codeBlocks', () => {
  it('names a block after its first line, and others after their place', () => {
    const markdown = `Text\n\n${block('ts', '// app/[id]/app.ts, every minute\nfoo()')}${block('js', 'bar()')}${block('sh', 'ls')}`
    expect(codeBlocks('a.md', markdown)).toMatchObject([
      { file: 'app/[id]/app.ts', line: 3, trial: undefined, code: '// app/[id]/app.ts, every minute\nfoo()' },
      { file: 'block-7.mjs', line: 7 },
    ])
  })

  it('takes the text right after a block that is run as its expected output, and no other', () => {
    const run = block('ts run', 'log()')
    const prints = (markdown: string) => codeBlocks('a.md', markdown).map((found) => found.prints)
    expect(prints(`${run}\n${block('text', '1\n2')}`)).toEqual(['1\n2'])
    expect(prints(`${run}\nBut:\n\n${block('text', '1')}`)).toEqual([undefined])
    expect(prints(`${block('ts', 'log()')}\n${block('text', '1')}`)).toEqual([undefined])
  })

  it.each([
    ['an unknown word', block('ts sometimes', ''), /expected run, serve or nothing/],
    ['one file twice', block('ts', '// a.ts') + block('ts', '// a.ts'), /two blocks/],
    ['a file that nobody has', block('ts', `import { a } from './a.js'`), /ends in \.ts/],
    ['an open fence', '```ts\nfoo()', /never closed/],
  ])('refuses %s', (_, markdown, message) => {
    expect(() => codeBlocks('a.md', markdown)).toThrow(message)
  })
})
