import { expect, test } from 'vitest'
import { decodeText } from './decode-text.ts'
import { readHead } from './read-head.ts'

const bytesOf = (...parts: (string | number[])[]) =>
  new Blob(parts.map((part) => (typeof part === 'string' ? part : new Uint8Array(part))))

test.each([
  ['commas', 'Email,Nom\nzoe@port.example,"Le Guen, Zoé"'],
  [
    'semicolons, line ends of Windows and empty lines',
    '\r\n  \r\nEmail;Nom\r\n\r\nzoe@port.example;"Le Guen, Zoé"\r\nx;y',
  ],
  ['tabs and old line ends', 'Email\tNom\rzoe@port.example\tLe Guen, Zoé\r'],
  ['the sign of a spreadsheet in front', '\ufeffEmail;Nom\nzoe@port.example;Le Guen, Zoé'],
])('headings and the first row are read of a table with %s', async (_, text) => {
  expect(await readHead(new Blob([text]))).toEqual({
    headings: ['Email', 'Nom'],
    first: ['zoe@port.example', 'Le Guen, Zoé'],
  })
})

test('a table of headings alone has an empty first row, and an empty file is none', async () => {
  expect(await readHead(new Blob(['Email;Nom']))).toEqual({ headings: ['Email', 'Nom'], first: [''] })
  expect(await readHead(new Blob([' \n\t\r\n']))).toBeUndefined()
  expect(await readHead(new Blob([]))).toBeUndefined()
})

test('letters of Windows are read too', async () => {
  // "Société;Prénom" as Windows-1252 has it, and a euro sign.
  const file = bytesOf('Soci', [0xe9], 't', [0xe9], ';Pr', [0xe9], 'nom\n', [0x80], ';b')
  expect(await readHead(file)).toEqual({ headings: ['Société', 'Prénom'], first: ['€', 'b'] })
})

test('of a long file only the beginning is read, and a letter that is cut there does not spoil the others', async () => {
  const head = 'Prénom\nZoé\n'
  const filling = 'x'.repeat(65_536 - new TextEncoder().encode(head).length - 1)
  expect(await readHead(bytesOf(head, filling, 'é', 'x'.repeat(1_000)))).toEqual({
    headings: ['Prénom'],
    first: ['Zoé'],
  })
  const long = 'y'.repeat(70_000)
  expect((await readHead(bytesOf(long)))?.headings[0]).toHaveLength(65_536)
})

test('a whole text that ends amid a letter is not UTF-8', () => {
  const { buffer } = new Uint8Array([0x61, 0xc3])
  expect([decodeText(buffer, true), decodeText(buffer, false)]).toEqual(['a', 'aÃ'])
})
