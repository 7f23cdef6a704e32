import { expect, it } from 'vitest'
import { architectureFaults } from './architecture-faults.ts'

const page = (folders: string[], maps: string[]) => `# A

\`\`\`text
${folders.map((folder) => `${folder}/  words, and more/ words`).join('\n')}
options.ts   others
\`\`\`

${maps.map((map) => `[a](${map}/README.md)`).join(', ')} and src/ beside.
`
const rooms = ['kit', 'domain', 'store']
const mapped = ['src/kit', 'src/domain', 'src/store', 'other/src']

it('has nothing to say where folders and links are those of the rooms', () => {
  expect(architectureFaults(page(rooms, mapped), rooms, mapped)).toEqual([])
})

it.each([
  ['a room that is not in the block', page(['kit', 'store'], mapped), 'the block of folders does not name domain/'],
  ['a folder that is no room', page([...rooms, 'old'], mapped), 'the block of folders names old/, no room'],
  [
    'another order',
    page(['domain', 'kit', 'store'], mapped),
    'the block of folders has another order than kit, domain, store',
  ],
  ['a folder that is named twice', page([...rooms, 'kit'], mapped), /another order/],
  ['a map without a link', page(rooms, mapped.slice(1)), 'no link leads to src/kit/README.md'],
  ['a map outside the core without a link', page(rooms, mapped.slice(0, 3)), 'no link leads to other/src/README.md'],
])('names %s', (_, text, fault) => {
  const faults = architectureFaults(text, rooms, mapped)
  expect(faults).toHaveLength(1)
  expect(faults[0]).toMatch(fault instanceof RegExp ? fault : new RegExp(`^ARCHITECTURE\\.md: ${fault}$`))
})
