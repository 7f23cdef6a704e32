/**
 * Where ARCHITECTURE.md differs from the rooms of the core: its block of folders names all of them in the order in
 * which they may import each other, and nothing else; the map of each of `mapped`, folders from the root, has a link.
 */
export function architectureFaults(text: string, rooms: readonly string[], mapped: readonly string[]): string[] {
  const named = [...text.matchAll(/^([\w-]+)\/ +\S/gm)].map(([, name = '']) => name)
  const faults = [
    ...rooms.filter((room) => !named.includes(room)).map((room) => `the block of folders does not name ${room}/`),
    ...named.filter((name) => !rooms.includes(name)).map((name) => `the block of folders names ${name}/, no room`),
    ...mapped
      .map((folder) => `${folder}/README.md`)
      .filter((map) => !text.includes(`](${map})`))
      .map((map) => `no link leads to ${map}`),
  ]
  if (faults.length === 0 && named.join() !== rooms.join())
    faults.push(`the block of folders has another order than ${rooms.join(', ')}`)
  return faults.map((fault) => `ARCHITECTURE.md: ${fault}`)
}
