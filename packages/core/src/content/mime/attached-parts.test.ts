import { expect, it } from 'vitest'
import { attachedParts } from './attached-parts.ts'

const file = (name: string, cid: string | null) => ({
  filename: name,
  contentType: 'image/png',
  cid,
  size: 14,
  encoded: () => Buffer.from(`${name} encoded\r\n`),
})
const [a, b] = [file('a.png', 'a'), file('b.png', 'b')]
const [c, d] = [file('c.png', null), file('d.png', null)]
const [related, mixed] = ['--=_related_7', '--=_mixed_7']

it.each([
  ['a picture', [a], [related], ['a', `${related}--`]],
  ['two pictures', [a, b], [related], ['a', related, 'b', `${related}--`]],
  ['a file', [c], [mixed], ['c', `${mixed}--`]],
  ['two files', [c, d], [mixed], ['c', mixed, 'd', `${mixed}--`]],
  ['both', [c, a], [mixed, related], ['a', `${related}--`, mixed, 'c', `${mixed}--`]],
  [
    'two of each',
    [a, c, b, d],
    [mixed, related],
    ['a', related, 'b', `${related}--`, mixed, 'c', mixed, 'd', `${mixed}--`],
  ],
])('%s: each part is opened and closed, the pictures within the files', async (_, files, opened, expected) => {
  const parts = attachedParts(files, '7') ?? expect.fail('expected parts')
  const lines = (text: string) =>
    text.split('\r\n').flatMap((line) => /^--=.*|^[a-d](?=\.png encoded)/.exec(line) ?? [])
  expect(lines(parts.opening)).toEqual(opened)
  const pieces = Buffer.concat(await parts.pieces()).toString()
  const first = opened.at(-1) as string
  expect(lines(pieces)).toEqual([first, ...expected])
  for (const { filename } of files) expect(pieces.split(`filename=${filename}`)).toHaveLength(2)
})

it('a message without files has no such parts', () => {
  expect(attachedParts([], '7')).toBeUndefined()
})
