import { describe, expect, it } from 'vitest'
import { checkFileNames, checkLinks } from './check-links.ts'
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
    ['an open fence', '```ts\nfoo()', /never closed/],
  ])('refuses %s', (_, markdown, message) => {
    expect(() => codeBlocks('a.md', markdown)).toThrow(message)
  })
})

describe('checkLinks', () => {
  it('finds links to missing files and headings, but not in code', () => {
    const text = '# A title\n[a](README.md) [b](gone.md) [c](#a-title) [d](#no) `[e](gone.md)` [f](https://x.example)'
    expect(checkLinks([{ path: 'SECURITY.md', text }])).toEqual([
      'SECURITY.md: the link to gone.md leads nowhere',
      'SECURITY.md: SECURITY.md has no heading #no',
    ])
  })

  it('finds names of missing files', () => {
    const text = '`http/guard.ts` and `http/paths.ts` and `core/src/index.ts`'
    expect(checkFileNames({ path: 'x.md', text })).toEqual(['x.md: there is no file http/paths.ts'])
  })
})
