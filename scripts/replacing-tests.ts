import { globSync, readFileSync } from 'node:fs'

const root = new URL('../', import.meta.url)

/** Tests that put another module in the place of one: files that share modules have it already. */
export const replacingTests = globSync('{packages,examples,scripts,bench}/**/*.test.ts', {
  cwd: root,
  exclude: (path) => /node_modules|packages\/ui-/.test(path),
}).filter((file) => readFileSync(new URL(file, root), 'utf8').includes('vi.mock('))
